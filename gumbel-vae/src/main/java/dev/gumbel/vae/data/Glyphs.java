package dev.gumbel.vae.data;

import dev.gumbel.vae.download.Checksums;
import dev.gumbel.random.Domain;
import dev.gumbel.random.RandomStream;

/**
 * Digits that the program draws itself, in MNIST's form: strokes through jittered points under a random affine map, with a random pen. An image is a
 * function of its number alone, so the set is the same everywhere and has no end.
 */
public final class Glyphs {
    private static final int SIDE = 28;
    private static final int TRAIN = 60_000;
    private static final int TEST = 10_000;
    private static final int CURVE_STEPS = 8;
    private static final long SEED = 28;
    /** Draws of one image: its map and pen first, then two for each point. */
    private static final int MAP_DRAWS = 8;

    /** For each digit its strokes, for each stroke the points it passes through, x to the right and y down in the unit square. */
    private static final double[][][] STROKES = {
        {{.5, .05, .22, .2, .15, .6, .35, .93, .65, .93, .85, .6, .78, .2, .47, .05}},
        {{.42, .2, .55, .05, .52, .5, .5, .95}},
        {{.2, .25, .42, .05, .75, .13, .72, .42, .4, .7, .15, .93, .5, .9, .85, .93}},
        {{.2, .12, .55, .05, .78, .22, .62, .42, .42, .47, .72, .56, .82, .76, .55, .95, .18, .87}},
        {{.3, .08, .2, .5, .25, .58, .82, .54}, {.68, .1, .64, .5, .62, .95}},
        {{.78, .07, .3, .08}, {.3, .08, .26, .44, .6, .42, .82, .65, .6, .93, .2, .9}},
        {{.68, .06, .35, .3, .18, .68, .4, .95, .72, .87, .74, .62, .45, .54, .22, .72}},
        {{.15, .12, .5, .1, .82, .1, .6, .45, .42, .95}},
        {{.74, .18, .5, .05, .27, .2, .5, .45, .77, .72, .5, .95, .22, .75, .5, .48, .74, .2}},
        {{.76, .25, .5, .06, .23, .27, .42, .5, .7, .4, .77, .2, .72, .6, .6, .95}},
    };

    private Glyphs() {}

    /** A training set of 60,000 and a test set of 10,000, or of at most so many images each. */
    public static Dataset dataset(int most) {
        return new Dataset("glyphs", "drawn by the program", draw(0, Math.min(most, TRAIN)), draw(TRAIN, Math.min(most, TEST)));
    }

    /** The images from a number on. */
    static ImageSet draw(int first, int count) {
        byte[] pixels = new byte[count * SIDE * SIDE];
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            RandomStream stream = RandomStream.of(SEED, Domain.SHUFFLE, "glyphs", first + i);
            int digit = (int) ((stream.word(0) & 0xFFFFFFFFL) * STROKES.length >>> 32);
            labels[i] = (byte) digit;
            new Pen(stream, pixels, i * SIDE * SIDE).draw(STROKES[digit]);
        }
        return new ImageSet(pixels, labels, SIDE, SIDE, Checksums.sha256(pixels), Checksums.sha256(labels));
    }

    /** Draws one image. */
    private static final class Pen {
        private final RandomStream stream;
        private final byte[] pixels;
        private final int offset;
        private final double[] map;
        private final double radius;
        private int draws = MAP_DRAWS;

        Pen(RandomStream stream, byte[] pixels, int offset) {
            this.stream = stream;
            this.pixels = pixels;
            this.offset = offset;
            double turn = 0.12 * uniform(1);
            double slant = 0.25 + 0.3 * uniform(2);
            double width = 16 + 4 * uniform(3);
            double height = 19 + 2 * uniform(4);
            double cos = Math.cos(turn);
            double sin = Math.sin(turn);
            // The shear leans digits to the right, as most hands do.
            this.map = new double[] {
                width * cos, -height * (sin + slant * cos), SIDE / 2.0 + 1.5 * uniform(5),
                width * sin, height * (cos - slant * sin), SIDE / 2.0 + 1.5 * uniform(6)
            };
            this.radius = 1.25 + 0.6 * uniform(7);
        }

        /** U(-1, 1). */
        private double uniform(int draw) {
            return (stream.word(draw) + 0.5) * 0x1p-31;
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
                        segment(from, to);
                        from = to;
                    }
                }
            }
        }

        /** The points jittered and mapped onto the image. */
        private double[] place(double[] stroke) {
            double[] placed = new double[stroke.length];
            for (int i = 0; i < stroke.length; i += 2) {
                double x = stroke[i] - 0.5 + 0.045 * uniform(draws++);
                double y = stroke[i + 1] - 0.5 + 0.045 * uniform(draws++);
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

        /** Darkens every pixel near a line, the more the nearer. */
        private void segment(double[] from, double[] to) {
            double reach = radius + 1;
            int left = (int) Math.max(0, Math.min(from[0], to[0]) - reach);
            int right = (int) Math.min(SIDE - 1, Math.max(from[0], to[0]) + reach);
            int top = (int) Math.max(0, Math.min(from[1], to[1]) - reach);
            int bottom = (int) Math.min(SIDE - 1, Math.max(from[1], to[1]) + reach);
            for (int y = top; y <= bottom; y++) {
                for (int x = left; x <= right; x++) {
                    double ink = Math.clamp((radius + 0.7 - distance(x + 0.5, y + 0.5, from, to)) / 1.4, 0, 1);
                    int index = offset + y * SIDE + x;
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
}
