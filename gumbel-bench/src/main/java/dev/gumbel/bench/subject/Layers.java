package dev.gumbel.bench.subject;

/** The article's layers, and the products that a training step cannot do without. */
final class Layers {
    /** Units from the pixels through the logits, [30, 10] of them, back to the pixels. */
    static final int[] UNITS = {784, 512, 256, 300, 256, 512, 784};
    static final int COUNT = UNITS.length - 1;

    private Layers() {}

    /** Weights and biases together. */
    static int parameters() {
        int sum = 0;
        for (int layer = 0; layer < COUNT; layer++) {
            sum += (UNITS[layer] + 1) * UNITS[layer + 1];
        }
        return sum;
    }

    /** Of the products of a training step: forward, by each weight, and by each input but the images, of which no gradient is asked. */
    static long multiplyAdds(int batch) {
        long sum = 0;
        for (int layer = 0; layer < COUNT; layer++) {
            sum += (layer == 0 ? 2L : 3L) * UNITS[layer] * UNITS[layer + 1];
        }
        return batch * sum;
    }

    /** Weights and biases begin uniform within this, as PyTorch's and Gumbel's Linear does. */
    static double initialBound(int in) {
        return 1 / Math.sqrt(in);
    }
}
