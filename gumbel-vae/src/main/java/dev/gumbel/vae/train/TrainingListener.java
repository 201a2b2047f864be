package dev.gumbel.vae.train;

import dev.gumbel.tensor.HostTensor;
import java.util.List;
import java.util.Map;

/** Hears what happens in a training, on its thread. */
public interface TrainingListener {

    /** Before an epoch's first step. */
    default void epochBegins(int epoch, int batches) {}

    /** After every step. */
    default void step(StepMetrics metrics) {}

    /** After every log interval's first step. */
    default void logged(StepMetrics metrics) {}

    /** After an epoch's evaluation. */
    default void epoch(EpochMetrics metrics) {}

    /** After an epoch's metrics. */
    default void pictures(Pictures pictures) {}

    /** After an epoch's pictures: the model's weights by name. */
    default void weights(Map<String, HostTensor> weights) {}

    /** After an epoch's weights, the last of it: what the latents are used for. */
    default void latents(Latents latents) {}

    /** Tells several listeners in turn. */
    static TrainingListener all(List<TrainingListener> listeners) {
        return new TrainingListener() {
            @Override
            public void epochBegins(int epoch, int batches) {
                listeners.forEach(listener -> listener.epochBegins(epoch, batches));
            }

            @Override
            public void step(StepMetrics metrics) {
                listeners.forEach(listener -> listener.step(metrics));
            }

            @Override
            public void logged(StepMetrics metrics) {
                listeners.forEach(listener -> listener.logged(metrics));
            }

            @Override
            public void epoch(EpochMetrics metrics) {
                listeners.forEach(listener -> listener.epoch(metrics));
            }

            @Override
            public void pictures(Pictures pictures) {
                listeners.forEach(listener -> listener.pictures(pictures));
            }

            @Override
            public void weights(Map<String, HostTensor> weights) {
                listeners.forEach(listener -> listener.weights(weights));
            }

            @Override
            public void latents(Latents latents) {
                listeners.forEach(listener -> listener.latents(latents));
            }
        };
    }
}
