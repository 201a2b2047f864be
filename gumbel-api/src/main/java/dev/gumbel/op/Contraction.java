package dev.gumbel.op;

import java.util.Arrays;

/** Ops that sum or compare across elements. */
public sealed interface Contraction extends Op {

    /** The product of two matrices, each read transposed if so said: [m, k] x [k, n] gives [m, n]. */
    record MatMul(boolean transposeA, boolean transposeB) implements Contraction {}

    /** The sum or the largest element over the given axes (counted from the first, ascending), which are removed or kept with extent 1. */
    record Reduce(Kind kind, boolean keep, int... axes) implements Contraction {
        /** What is done with the elements that fall together. */
        public enum Kind {
            SUM,
            /** NaN if any element is. */
            MAX
        }

        public Reduce {
            axes = axes.clone();
        }

        @Override
        public int[] axes() {
            return axes.clone();
        }

        @Override
        public String label() {
            return kind == Kind.SUM ? "sum" : "max";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Reduce that && kind == that.kind && keep == that.keep && Arrays.equals(axes, that.axes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(axes) * 4 + kind.ordinal() * 2 + (keep ? 1 : 0);
        }

        @Override
        public String toString() {
            return kind + Arrays.toString(axes) + (keep ? " keep" : "");
        }
    }
}
