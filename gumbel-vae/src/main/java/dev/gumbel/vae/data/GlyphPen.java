package dev.gumbel.vae.data;

import dev.gumbel.random.RandomStream;

/** A hand that writes one image: its slant, size and pen are drawn at random, then every point a little anew. */
final class GlyphPen {
    private static final int CURVE_STEPS = 8;
    private static final double JITTER = 0.055;

    private final RandomStream stream;
    private final byte[] pixels;
    private final int offset;
    private final int side;
    private final double[] map;
    private final double radius;
    private final double pressure;
    private final double blur;
    private int draws;

    /**
     * A hand over an image that is still black.
     *
     * @param draws of the stream taken already
     * @param offset of the image's first pixel
     */
    GlyphPen(RandomStream stream, int draws, byte[] pixels, int offset, int side) {
        this.stream = stream;
        this.draws = draws;
        this.pixels = pixels;
        this.offset = offset;
        this.side = side;
        double turn = 0.14 * uniform();
        double slant = 0.22 + 0.38 * uniform();
        double width = 16 + 4.5 * uniform();
        double height = 19 + 2 * uniform();
        double cos = Math.cos(turn);
        double sin = Math.sin(turn);
        // The shear leans digits to the right, as most hands do.
        this.map = new double[] {
            width * cos, -height * (sin + slant * cos), side / 2.0 + 1.3 * uniform(),
            width * sin, height * (cos - slant * sin), side / 2.0 + 1.3 * uniform()
        };
        this.radius = 1.24 + 0.57 * uniform();
        this.pressure = 0.2 * uniform();
        this.blur = 1.25 + 0.35 * uniform();
    }

    /** U(-1, 1). */
    private double uniform() {
        return (stream.word(draws++) + 0.5) * 0x1p-31;
    }

    void draw(double[][] strokes) {
        for (double[] stroke : strokes) {
            double[] points = place(stroke);
            int last = points.length / 2 - 1;
            double[] from = {points[0], points[1]};
            for (int i = 0; i < last; i++) {
                for (int step = 1; step <= CURVE_STEPS; step++) {
                    double t = (double) step / CURVE_STEPS;
                    double[] to = {curve(points, i, last, t, 0), curve(points, i, last, t, 1)};
                    // The pen is pressed harder at one end of a stroke than at the other.
                    segment(from, to, radius * (1 + pressure * (2 * (i + t) / last - 1)));
                    from = to;
                }
            }
        }
    }

    /** The points jittered and mapped onto the image. */
    private double[] place(double[] stroke) {
        double[] placed = new double[stroke.length];
        for (int i = 0; i < stroke.length; i += 2) {
            double x = stroke[i] - 0.5 + JITTER * uniform();
            double y = stroke[i + 1] - 0.5 + JITTER * uniform();
            placed[i] = map[0] * x + map[1] * y + map[2];
            placed[i + 1] = map[3] * x + map[4] * y + map[5];
        }
        return placed;
    }

    /** The Catmull-Rom spline between points i and i + 1. */
    private static double curve(double[] points, int i, int last, double t, int axis) {
        double before = points[2 * Math.max(i - 1, 0) + axis];
        double start = points[2 * i + axis];
        double end = points[2 * (i + 1) + axis];
        double after = points[2 * Math.min(i + 2, last) + axis];
        return start + 0.5 * t * (end - before + t * (2 * before - 5 * start + 4 * end - after + t * (3 * (start - end) + after - before)));
    }

    /** Lightens every pixel near a line, the more the nearer. */
    private void segment(double[] from, double[] to, double thickness) {
        double reach = thickness + blur;
        int left = (int) Math.max(0, Math.min(from[0], to[0]) - reach);
        int right = (int) Math.min(side - 1, Math.max(from[0], to[0]) + reach);
        int top = (int) Math.max(0, Math.min(from[1], to[1]) - reach);
        int bottom = (int) Math.min(side - 1, Math.max(from[1], to[1]) + reach);
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double ink = Math.clamp((thickness - distance(x + 0.5, y + 0.5, from, to)) / blur + 0.5, 0, 1);
                int index = offset + y * side + x;
                pixels[index] = (byte) Math.max(pixels[index] & 0xFF, (int) Math.round(255 * ink));
            }
        }
    }

    private static double distance(double x, double y, double[] from, double[] to) {
        double dx = to[0] - from[0];
        double dy = to[1] - from[1];
        double along = Math.clamp(((x - from[0]) * dx + (y - from[1]) * dy) / Math.max(dx * dx + dy * dy, 1e-9), 0, 1);
        return Math.hypot(x - from[0] - along * dx, y - from[1] - along * dy);
    }
}
