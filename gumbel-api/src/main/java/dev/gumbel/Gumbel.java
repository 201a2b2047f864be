package dev.gumbel;

import dev.gumbel.backend.BackendLocator;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.discrete.Relaxation;
import dev.gumbel.graph.Program;
import dev.gumbel.random.Domain;
import dev.gumbel.random.Noise;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;

/** Samples in one line, on the default backend. */
public final class Gumbel {
    private Gumbel() {}

    /**
     * One sample for each row of logits.
     *
     * <p>Opens and closes a session; to draw often, keep a session on a program of your own.
     *
     * @param relaxation how to draw, as {@code GumbelSoftmax.hard()}
     * @param logits [rows][classes], unnormalised log probabilities; -infinity masks a class
     * @param temperature above 0
     * @param seed the same seed gives the same noise on every backend
     * @throws IllegalArgumentException if the temperature is not finite and above 0, or the rows differ in length
     */
    public static float[][] sample(Relaxation relaxation, float[][] logits, float temperature, long seed) {
        if (!(temperature > 0 && Float.isFinite(temperature))) {
            throw new IllegalArgumentException("sample: temperature " + temperature + " must be finite and above 0");
        }
        HostTensor values = HostTensor.of(logits);
        Input input = Tensor.input("logits", values.shape());
        Tensor sample = relaxation.sample(input, Tensor.scalar(temperature), Noise.gumbel("z", input.shape()));
        Program draw = Program.named("draw").domain(Domain.SAMPLE).output("sample", sample).build();
        try (Session session = BackendLocator.standard().select().open(seed, draw)) {
            return session.run(draw, Feed.at(0).put(input, values)).get(sample).toRows();
        }
    }
}
