package dev.gumbel.random;

import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Variable;

/** The first values of variables, computed on the host so that every backend starts from the same bits. */
public final class InitialValues {
    private static final int BLOCK = 1024;

    private InitialValues() {}

    /** Fills a tensor of the variable's shape; element i of a uniform one is bound (word i + 1/2) 2^-31 with the word read as signed. */
    public static void fill(HostTensor out, long seed, Variable variable) {
        switch (variable.initializer()) {
            case Initializer.Filled(double value) -> fill(out, value);
            case Initializer.Uniform(double bound) -> fill(out, bound, RandomStream.of(seed, Domain.INITIALISE, variable.name(), 0));
        }
    }

    private static void fill(HostTensor out, double value) {
        for (long i = 0; i < out.shape().size(); i++) {
            out.set(i, value);
        }
    }

    private static void fill(HostTensor out, double bound, RandomStream stream) {
        int[] words = new int[BLOCK];
        long size = out.shape().size();
        for (long start = 0; start < size; start += BLOCK) {
            int length = (int) Math.min(BLOCK, size - start);
            stream.words(start, words, length);
            for (int i = 0; i < length; i++) {
                out.set(start + i, (float) (bound * ((words[i] + 0.5) * 0x1p-31)));
            }
        }
    }
}
