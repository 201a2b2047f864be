package dev.gumbel.op;

import java.util.Arrays;

/** Ops of one input that move elements and compute nothing; an array library may answer with a view. */
public sealed interface Movement extends Op {

    /** The same elements in row-major order under another shape of equal size. */
    record Reshape(Shape shape) implements Movement {}

    /** Axes reordered: axis i of the result is axis {@code axes[i]} of the input. */
    record Permute(int... axes) implements Movement {
        public Permute {
            axes = axes.clone();
        }

        @Override
        public int[] axes() {
            return axes.clone();
        }

        /** The permutation that undoes this one. */
        public Permute inverse() {
            int[] inverse = new int[axes.length];
            for (int i = 0; i < axes.length; i++) {
                inverse[axes[i]] = i;
            }
            return new Permute(inverse);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Permute that && Arrays.equals(axes, that.axes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(axes);
        }

        @Override
        public String toString() {
            return "Permute" + Arrays.toString(axes);
        }
    }

    /** The input repeated along axes of extent 1 and along new leading axes. */
    record BroadcastTo(Shape shape) implements Movement {}

    /** Every step-th element from start (inclusive) to end (exclusive) of one axis. */
    record Slice(int axis, int start, int end, int step) implements Movement {
        /** All elements from start to end. */
        public Slice(int axis, int start, int end) {
            this(axis, start, end, 1);
        }

        /** How many elements of the axis there are; the last is the one at {@code start + (extent - 1) * step}. */
        public int extent() {
            return Math.ceilDiv(end - start, step);
        }

        /** The one slice of the same elements that others are compared with: it ends behind its last element; a single one is a step of 1. */
        public Slice canonical() {
            return new Slice(axis, start, start + (extent() - 1) * step + 1, extent() == 1 ? 1 : step);
        }

        /** This slice of what an inner one of the same axis leaves, as one slice. */
        public Slice of(Slice inner) {
            int first = inner.start + start * inner.step;
            int apart = extent() == 1 ? 1 : step * inner.step;
            return new Slice(axis, first, first + (extent() - 1) * apart + 1, apart);
        }
    }
}
