package dev.gumbel.vae.train;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.BackendLocator;
import dev.gumbel.backend.Session;
import dev.gumbel.op.Activation;
import dev.gumbel.vae.IdxFiles;
import dev.gumbel.vae.data.Dataset;
import dev.gumbel.vae.data.ImageSet;
import java.util.List;

/** A training that the reference finishes in a blink. */
final class Tiny {
    private static final int SIDE = 6;

    private int epochs = 2;
    private int batchSize = 10;
    private double learningRate = 1e-2;
    private long seed = 2020;
    private List<Integer> hidden = List.of(12);
    private boolean hard;
    private double temperature = 1;
    private double minTemperature = 0.5;
    private double annealRate = 0.05;
    private int logInterval = 2;

    private Tiny() {}

    static Tiny options() {
        return new Tiny();
    }

    static Backend reference() {
        return BackendLocator.standard().select("reference");
    }

    /** A whole training in a session of its own. */
    static void train(Trainer trainer, Backend backend, TrainingListener listener) {
        try (Session session = trainer.open(backend)) {
            trainer.run(session, listener);
        }
    }

    static Dataset data(int train, int test) {
        return new Dataset("tiny", "made up", images(train), images(test));
    }

    private static ImageSet images(int count) {
        return new ImageSet(IdxFiles.pixels(count, SIDE), IdxFiles.labelBytes(count), SIDE, SIDE, "i".repeat(64), "l".repeat(64));
    }

    Tiny epochs(int epochs) {
        this.epochs = epochs;
        return this;
    }

    Tiny batchSize(int batchSize) {
        this.batchSize = batchSize;
        return this;
    }

    Tiny learningRate(double learningRate) {
        this.learningRate = learningRate;
        return this;
    }

    Tiny seed(long seed) {
        this.seed = seed;
        return this;
    }

    Tiny hidden(List<Integer> hidden) {
        this.hidden = hidden;
        return this;
    }

    Tiny hard() {
        this.hard = true;
        return this;
    }

    Tiny temperature(double temperature) {
        this.temperature = temperature;
        return this;
    }

    Tiny minTemperature(double minTemperature) {
        this.minTemperature = minTemperature;
        return this;
    }

    Tiny annealRate(double annealRate) {
        this.annealRate = annealRate;
        return this;
    }

    Tiny logInterval(int logInterval) {
        this.logInterval = logInterval;
        return this;
    }

    TrainingOptions build() {
        return new TrainingOptions(
                epochs, batchSize, learningRate, seed, 3, 4, hidden, Activation.RELU, hard, temperature, minTemperature, annealRate,
                logInterval);
    }
}
