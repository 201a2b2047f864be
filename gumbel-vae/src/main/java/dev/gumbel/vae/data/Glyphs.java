package dev.gumbel.vae.data;

import dev.gumbel.random.Domain;
import dev.gumbel.random.RandomStream;
import dev.gumbel.vae.download.Checksums;

/**
 * Digits that the program draws itself, in MNIST's form: strokes through jittered points under a random affine map, with a random pen. An image is a
 * function of its number alone, so the set is the same everywhere and has no end.
 */
public final class Glyphs {
    private static final int SIDE = 28;
    private static final int TRAIN = 60_000;
    private static final int TEST = 10_000;
    private static final long SEED = 28;

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
            int digit = below(GlyphShapes.digits(), stream.word(0));
            int way = below(GlyphShapes.ways(digit), stream.word(1));
            labels[i] = (byte) digit;
            new GlyphPen(stream, 2, pixels, i * SIDE * SIDE, SIDE).draw(GlyphShapes.strokes(digit, way));
        }
        return new ImageSet(pixels, labels, SIDE, SIDE, Checksums.sha256(pixels), Checksums.sha256(labels));
    }

    /** A number from 0 to a bound, the bound left out. */
    private static int below(int bound, int word) {
        return (int) ((word & 0xFFFFFFFFL) * bound >>> 32);
    }
}
