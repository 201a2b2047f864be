package dev.gumbel.bench.table;

import dev.gumbel.vae.data.Glyphs;
import dev.gumbel.vae.data.ImageSet;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What subjects are fed: the same numbers for all. */
public final class Inputs {
    /** Pixels of an image. */
    public static final int PIXELS = 784;
    private static final int IMAGES = 2000;

    private Inputs() {}

    /** Numbers uniform in [low, high). */
    public static float[] uniform(long count, double low, double high) {
        SplittableRandom random = new SplittableRandom(2020);
        float[] numbers = new float[Math.toIntExact(count)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextDouble(low, high);
        }
        return numbers;
    }

    /** The batches of an epoch of glyphs, 2,000 images; the first alone where that is all that is needed. */
    public static List<float[]> batches(int batch, boolean firstAlone) {
        ImageSet images = firstAlone ? Glyphs.dataset(batch).train() : Drawn.IMAGES;
        List<float[]> batches = new ArrayList<>();
        for (int start = 0; start + batch <= images.count(); start += batch) {
            float[] pixels = new float[batch * PIXELS];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (images.pixels()[start * PIXELS + i] & 0xFF) / 255f;
            }
            batches.add(pixels);
        }
        return batches;
    }

    /** Drawn once a JVM, which takes longer than a training step. */
    private static final class Drawn {
        private static final ImageSet IMAGES = Glyphs.dataset(Inputs.IMAGES).train();
    }
}
