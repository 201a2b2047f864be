package dev.gumbel.vae.cli;

import dev.gumbel.graph.Program;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.vae.export.Onnx;
import dev.gumbel.vae.train.RunFolder;
import dev.gumbel.vae.train.TrainingException;
import dev.gumbel.vae.trained.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes a trained model in the format of others. */
@Command(
        name = "export",
        description = "Writes a trained model as encoder.onnx (images to logits) and decoder.onnx (codes to images).",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false)
final class ExportCommand implements Runnable {
    @Mixin
    private RunFlags run;

    @Option(names = "--onnx", required = true, description = "As ONNX models, opset 17.")
    private boolean onnx;

    @Option(names = "--batch", defaultValue = "1", paramLabel = "N", description = "Rows of each run of the exported models (1).")
    private int batch;

    @Option(names = "--out", defaultValue = ".", paramLabel = "DIR", description = "The folder to write to (here).")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        if (batch < 1) {
            throw new ParameterException(spec.commandLine(), "--batch: %d, expected at least 1".formatted(batch));
        }
        TrainedModel model = run.model(run.saved());
        Map<String, HostTensor> weights = model.weights();
        write("encoder.onnx", model.vae().encoder(batch), weights);
        write("decoder.onnx", model.vae().decoder(batch), weights);
    }

    private void write(String name, Program program, Map<String, HostTensor> weights) {
        Path file = out.resolve(name);
        try {
            Files.createDirectories(out);
            RunFolder.replace(file, beside -> Files.write(beside, Onnx.model(program, weights)));
        } catch (IOException failure) {
            throw new TrainingException("%s: cannot be written (%s)".formatted(file, failure), failure);
        }
        spec.commandLine().getErr().println(file);
    }
}
