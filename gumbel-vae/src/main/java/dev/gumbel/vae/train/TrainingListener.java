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

    /** After an epoch's metrics: the model's weights by name. */
    default void weights(Map<String, HostTensor> weights) {}

    /** Every so many steps, and after an epoch's weights: what the training can go on from. */
    default void checkpoint(Checkpoint checkpoint) {}

    /** After an epoch's checkpoint. */
    default void pictures(Pictures pictures) {}

    /** Last of all after an epoch: what the latents are used for. */
    default void latents(Latents latents) {}

    /** Tells several listeners in turn. */
    static TrainingListener all(List<TrainingListener> listeners) {
        return new Listeners(List.copyOf(listeners));
    }
}
