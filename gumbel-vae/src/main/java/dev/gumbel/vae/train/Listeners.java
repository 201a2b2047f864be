package dev.gumbel.vae.train;

import dev.gumbel.tensor.HostTensor;
import java.util.List;
import java.util.Map;

/** Several listeners, told in turn. */
record Listeners(List<TrainingListener> listeners) implements TrainingListener {
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

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        listeners.forEach(listener -> listener.checkpoint(checkpoint));
    }
}
