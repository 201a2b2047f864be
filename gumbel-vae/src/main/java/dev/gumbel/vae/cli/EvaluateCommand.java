package dev.gumbel.vae.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gumbel.vae.data.Dataset;
import dev.gumbel.vae.train.SavedRun;
import dev.gumbel.vae.trained.TrainedModel;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says how good a trained model is. */
@Command(
        name = "evaluate",
        description = "Losses of a trained model over the test set, with soft and with one-hot samples, and the importance-weighted bound on "
                + "-log p(x).",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 10_000;

    @Mixin
    private RunFlags run;

    @Mixin
    private DataFlags data;

    @Option(names = "--samples", defaultValue = "50", paramLabel = "M", description = "Samples behind the bound, for each image (50).")
    private int samples;

    @Option(names = "--json", description = "One JSON object, in place of words.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        if (samples < 1 || samples > MOST) {
            throw new ParameterException(spec.commandLine(), "--samples: %d, expected 1 to %d".formatted(samples, MOST));
        }
        SavedRun saved = run.saved();
        Dataset dataset = data.open(saved);
        TrainedModel model = run.model(saved);
        TrainedModel.Evaluation evaluation;
        try (Progress progress = new Progress(spec.commandLine().getErr(), "Evaluating", TrainedModel.evaluationWork(dataset, samples))) {
            evaluation = model.evaluate(dataset, samples, progress);
        }
        spec.commandLine().getOut().println(json
                ? JSON.writeValueAsString(evaluation)
                : "%d test images of %s: %.3f nats with soft samples, %.3f with one-hot samples, %.3f by the bound of %d samples".formatted(
                        dataset.test().count(), dataset.name(), evaluation.soft(), evaluation.hard(), evaluation.bound(), samples));
        return 0;
    }
}
