package dev.gumbel.vae.compare;

import dev.gumbel.agreement.FreeRun;
import dev.gumbel.agreement.Lockstep;
import dev.gumbel.graph.Program;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Noise;
import dev.gumbel.vae.data.ImageSet;
import dev.gumbel.vae.train.TrainingOptions;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What every backend of a comparison computes.
 *
 * @param steps of the free run
 */
public record Experiment(TrainingOptions options, ImageSet images, int steps) {
    static final String NOISE = "noise";
    private static final int[] LOCK_STEPS = {0, 50, 100, 200};

    /** The programs of one experiment. */
    record Programs(Lockstep lockstep, Program codes, Program noise) {
        Program train() {
            return lockstep.train();
        }

        Program[] all() {
            return new Program[] {lockstep.train(), lockstep.gradients(), codes, noise};
        }
    }

    public Experiment {
        options.requireFits(images);
        if (steps < 1) {
            throw new IllegalArgumentException("--steps: %d, expected at least 1".formatted(steps));
        }
    }

    Programs programs() {
        CategoricalVae vae = new CategoricalVae(options.shape(images.size()));
        int batch = options.batchSize();
        Shape codes = Shape.of(batch, options.latents(), options.categories());
        return new Programs(
                new Lockstep(
                        vae.train(batch, new Adam((float) options.learningRate()), options.relaxation()),
                        vae.gradients(batch, options.relaxation(), shape -> Noise.gumbel("z", shape)),
                        vae.variables()),
                vae.codes(batch),
                Program.named(NOISE).output(NOISE, Noise.gumbel("z", codes)).build());
    }

    /** The steps before which a backend is set to the reference's state to go one step from there. */
    List<Integer> lockSteps() {
        return IntStream.of(LOCK_STEPS).filter(step -> step <= steps).boxed().toList();
    }

    /** How far the losses of a free run may be from the reference's. */
    FreeRun freeRun() {
        return options.hard() ? FreeRun.HARD : FreeRun.SOFT;
    }
}
