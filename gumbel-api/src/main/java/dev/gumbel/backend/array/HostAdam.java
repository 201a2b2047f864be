package dev.gumbel.backend.array;

import dev.gumbel.graph.Update.AdamUpdate;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One Adam step as a single pass over float32 host memory, for libraries whose own ops would need ten. Not thread-safe.
 *
 * <p>Works on blocks copied into arrays: loops that access memory segments directly are compiled for the kinds of segments seen so far, and thrown
 * away each time another kind comes.
 */
public final class HostAdam {
    private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int BLOCK = 1024;

    private final float[] w = new float[BLOCK];
    private final float[] m = new float[BLOCK];
    private final float[] v = new float[BLOCK];
    private final float[] g = new float[BLOCK];

    /** Updates weight and moments in place; all segments hold {@code count} floats in native order, no alignment assumed. */
    public void step(
            AdamStep step, MemorySegment weight, MemorySegment firstMoment, MemorySegment secondMoment, MemorySegment gradient, long count) {
        for (long start = 0; start < count; start += BLOCK) {
            int length = (int) Math.min(BLOCK, count - start);
            long offset = start * Float.BYTES;
            MemorySegment.copy(weight, LAYOUT, offset, w, 0, length);
            MemorySegment.copy(firstMoment, LAYOUT, offset, m, 0, length);
            MemorySegment.copy(secondMoment, LAYOUT, offset, v, 0, length);
            MemorySegment.copy(gradient, LAYOUT, offset, g, 0, length);
            average((float) step.beta1(), (float) (1 - step.beta1()), m, g, length);
            averageSquares((float) step.beta2(), (float) (1 - step.beta2()), v, g, length);
            flush(m, v, length);
            descend((float) step.stepSize(), (float) step.rootCorrection(), (float) step.epsilon(), w, m, v, length);
            MemorySegment.copy(w, 0, weight, LAYOUT, offset, length);
            MemorySegment.copy(m, 0, firstMoment, LAYOUT, offset, length);
            MemorySegment.copy(v, 0, secondMoment, LAYOUT, offset, length);
        }
    }

    private static void average(float beta, float rest, float[] m, float[] g, int length) {
        for (int i = 0; i < length; i++) {
            m[i] = beta * m[i] + rest * g[i];
        }
    }

    private static void averageSquares(float beta, float rest, float[] v, float[] g, int length) {
        for (int i = 0; i < length; i++) {
            v[i] = beta * v[i] + rest * g[i] * g[i];
        }
    }

    /** Multiplies by 1, or by 0 below the thresholds: unlike a comparison, that is something the JIT turns into vector instructions. */
    private static void flush(float[] m, float[] v, int length) {
        for (int i = 0; i < length; i++) {
            m[i] *= (int) Math.min(Math.abs(m[i]) * (1 / AdamUpdate.FLUSH_FIRST), 1f);
            v[i] *= (int) Math.min(v[i] * (1 / AdamUpdate.FLUSH_SECOND), 1f);
        }
    }

    private static void descend(float stepSize, float rootCorrection, float epsilon, float[] w, float[] m, float[] v, int length) {
        for (int i = 0; i < length; i++) {
            w[i] -= stepSize * m[i] / ((float) Math.sqrt(v[i]) * rootCorrection + epsilon);
        }
    }
}
