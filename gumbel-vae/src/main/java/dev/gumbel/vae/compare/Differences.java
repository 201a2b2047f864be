package dev.gumbel.vae.compare;

import dev.gumbel.tensor.HostTensor;

/** How far samples are apart. */
final class Differences {
    private Differences() {}

    /** The share of rows along the last axis that are equal. */
    static double identicalRows(HostTensor expected, HostTensor actual) {
        int columns = expected.shape().last();
        long rows = expected.shape().size() / columns;
        long equal = 0;
        for (long row = 0; row < rows; row++) {
            boolean same = true;
            for (long i = row * columns; i < (row + 1) * columns; i++) {
                same &= expected.get(i) == actual.get(i);
            }
            equal += same ? 1 : 0;
        }
        return (double) equal / rows;
    }
}
