package dev.gumbel.random;

import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Variable;

/** The first values of variables, computed on the host so that every backend starts from the same bits. */
public final class InitialValues {
    private InitialValues() {}

    /** Fills a tensor of the variable's shape; element i of a uniform one is bound (word i + 1/2) 2^-31 with the word read as signed. */
    public static void fill(HostTensor out, long seed, Variable variable) {
        RandomStream stream = RandomStream.of(seed, Domain.INITIALISE, variable.name(), 0);
        for (long i = 0; i < out.shape().size(); i++) {
            out.set(i, switch (variable.initializer()) {
                case Initializer.Filled(double value) -> value;
                case Initializer.Uniform(double bound) -> (float) (bound * ((stream.word(i) + 0.5) * 0x1p-31));
            });
        }
    }
}
