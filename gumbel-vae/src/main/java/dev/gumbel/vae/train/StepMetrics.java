package dev.gumbel.vae.train;

/**
 * One line of metrics.jsonl for a training step.
 *
 * @param epoch counted from 1
 * @param batch of the epoch, counted from 0
 * @param step of the training, counted from 0
 * @param loss in nats, averaged over the batch
 */
public record StepMetrics(String type, int epoch, int batch, long step, double loss, double temperature) {
    StepMetrics(int epoch, int batch, long step, double loss, double temperature) {
        this("step", epoch, batch, step, loss, temperature);
    }
}
