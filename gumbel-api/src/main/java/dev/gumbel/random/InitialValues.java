package dev.gumbel.random;

import dev.gumbel.op.DataType;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Variable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

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
        if (out.type() != DataType.FLOAT32) {
            for (long i = 0; i < out.shape().size(); i++) {
                out.set(i, value);
            }
            return;
        }
        float[] values = new float[BLOCK];
        Arrays.fill(values, (float) value);
        for (long start = 0; start < out.shape().size(); start += BLOCK) {
            write(values, out, start);
        }
    }

    private static void fill(HostTensor out, double bound, RandomStream stream) {
        int[] words = new int[BLOCK];
        float[] values = new float[BLOCK];
        for (long start = 0; start < out.shape().size(); start += BLOCK) {
            stream.words(start, words, BLOCK, PhiloxLoop::scalar);
            scale(words, bound, values);
            write(values, out, start);
        }
    }

    private static void scale(int[] words, double bound, float[] values) {
        for (int i = 0; i < BLOCK; i++) {
            values[i] = (float) (bound * ((words[i] + 0.5) * 0x1p-31));
        }
    }

    /** As many as there is room for. Element by element, millions of them would take most of a second before the JIT compiler has come. */
    private static void write(float[] values, HostTensor out, long start) {
        int length = (int) Math.min(BLOCK, out.shape().size() - start);
        if (out.type() == DataType.FLOAT32) {
            MemorySegment.copy(values, 0, out.segment(), ValueLayout.JAVA_FLOAT, start * Float.BYTES, length);
        } else {
            for (int i = 0; i < length; i++) {
                out.set(start + i, values[i]);
            }
        }
    }
}
