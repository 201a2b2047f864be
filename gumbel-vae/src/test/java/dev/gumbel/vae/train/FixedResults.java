package dev.gumbel.vae.train;

import dev.gumbel.backend.Results;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Tensor;

/** The losses of one run, as given. */
record FixedResults(double loss, double reconstruction, double kl) implements Results {
    @Override
    public HostTensor get(String name) {
        return HostTensor.of(Shape.scalar(), DataType.FLOAT64, switch (name) {
            case CategoricalVae.LOSS -> loss;
            case CategoricalVae.RECONSTRUCTION -> reconstruction;
            case CategoricalVae.KL -> kl;
            default -> throw new IllegalArgumentException(name);
        });
    }

    @Override
    public HostTensor get(Tensor tensor) {
        throw new IllegalArgumentException(tensor.toString());
    }
}
