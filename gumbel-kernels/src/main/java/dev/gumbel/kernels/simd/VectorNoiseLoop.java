package dev.gumbel.kernels.simd;

import dev.gumbel.op.NoiseKind;
import dev.gumbel.random.NoiseLoop;

/** By the JDK's Vector API. */
final class VectorNoiseLoop implements NoiseLoop {

    @Override
    public void draw(NoiseKind kind, int[] words, int from, float[] out, int length) {
        switch (kind) {
            case GUMBEL -> VectorGumbel.draw(words, from, out, length);
            case UNIFORM -> VectorUniform.draw(words, from, out, length);
            case EXPONENTIAL -> VectorExponential.draw(words, from, out, length);
            case LOGISTIC -> VectorLogistic.draw(words, from, out, length);
            case NORMAL -> VectorNormal.draw(words, from, out, length);
        }
    }
}
