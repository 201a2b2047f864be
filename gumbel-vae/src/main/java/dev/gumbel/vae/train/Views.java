package dev.gumbel.vae.train;

import java.util.List;
import java.util.function.Consumer;

/**
 * Listeners that draw what people look at: pictures, curves, pages. A training loses nothing by a view that fails, for its checkpoint is written
 * before; so such a failure is told and ends nothing.
 *
 * @param warnings hears a line for each failure
 */
public record Views(List<TrainingListener> views, Consumer<String> warnings) implements TrainingListener {
    @Override
    public void epochBegins(int epoch, int batches) {
        each(view -> view.epochBegins(epoch, batches));
    }

    @Override
    public void logged(StepMetrics metrics) {
        each(view -> view.logged(metrics));
    }

    @Override
    public void epoch(EpochMetrics metrics) {
        each(view -> view.epoch(metrics));
    }

    @Override
    public void pictures(Pictures pictures) {
        each(view -> view.pictures(pictures));
    }

    @Override
    public void latents(Latents latents) {
        each(view -> view.latents(latents));
    }

    private void each(Consumer<TrainingListener> event) {
        for (TrainingListener view : views) {
            try {
                event.accept(view);
            } catch (RuntimeException | OutOfMemoryError failure) {
                // Messages of ours name the file; others name at least who failed.
                String who = failure.getClass().getName().startsWith("dev.gumbel.") ? "" : view.getClass().getSimpleName() + ": ";
                warnings.accept("%s%s; the training goes on".formatted(who, who.isEmpty() ? failure.getMessage() : failure));
            }
        }
    }
}
