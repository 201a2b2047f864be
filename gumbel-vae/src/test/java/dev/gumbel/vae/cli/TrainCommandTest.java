package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gumbel.backend.Settings;
import dev.gumbel.op.Activation;
import dev.gumbel.vae.IdxFiles;
import dev.gumbel.vae.train.RunConfig;
import dev.gumbel.vae.train.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path temporary;
    private Path data;
    private Path run;

    @BeforeEach
    void writeSet() throws IOException {
        data = IdxFiles.writeSet(temporary.resolve("data"), 40, 23);
        run = temporary.resolve("run");
    }

    @Test
    void leavesARunBehind() throws IOException {
        Cli cli = Cli.train(data, run);
        assertThat(cli.code()).isZero();
        assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).hasSize(2 * (2 + 1));
        for (String picture : List.of("train", "test", "samples")) {
            assertThat(run.resolve("images/epoch-001-" + picture + ".png")).isNotEmptyFile();
            assertThat(run.resolve("images/epoch-002-" + picture + ".png")).isNotEmptyFile();
        }
        assertThat(run).isDirectoryRecursivelyContaining("glob:**.png").isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void tellsAPersonWhatHappens() {
        Cli cli = Cli.train(data, run);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).hasSize(4);
        assertThat(cli.err().get(0)).contains("Training on data (40 images)", "reference", run.toString());
        assertThat(cli.err().get(1)).matches("epoch 1: train \\d+\\.\\d\\d .*test \\d+\\.\\d\\d nats.*");
        assertThat(cli.err().get(2)).startsWith("epoch 2: ");
        assertThat(cli.err().get(3)).contains(run.resolve("images/epoch-002-test.png").toString());
    }

    @Test
    void jsonPutsTheMetricsAndNothingElseOnStandardOutput() throws IOException {
        Cli cli = Cli.train(data, run, "--json");
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).isNotEmpty().isEqualTo(Files.readAllLines(run.resolve("metrics.jsonl")));
        assertThat(JSON.readTree(cli.out().getFirst()).fieldNames()).toIterable()
                .containsExactly("type", "epoch", "batch", "step", "loss", "temperature");
        assertThat(JSON.readTree(cli.out().getLast()).fieldNames()).toIterable().containsExactly(
                "type", "epoch", "trainLoss", "trainReconstruction", "trainKl", "testLoss", "testReconstruction", "testKl", "temperature",
                "seconds", "stepMillisMedian", "imagesPerSecond");
    }

    @Test
    void theSameSeedGivesTheSameMetricsToTheLastBit() throws IOException {
        List<String> first = metrics(Cli.train(data, temporary.resolve("first"), "--json"));
        List<String> second = metrics(Cli.train(data, temporary.resolve("second"), "--json"));
        List<String> other = metrics(Cli.train(data, temporary.resolve("other"), "--seed", "1", "--json"));
        assertThat(first).hasSize(6);
        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    /** The lines without their timing. */
    private static List<String> metrics(Cli cli) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : cli.out()) {
            ObjectNode node = (ObjectNode) JSON.readTree(line);
            lines.add(node.remove(List.of("seconds", "stepMillisMedian", "imagesPerSecond")).toString());
        }
        return lines;
    }

    @Test
    void theConfigurationHoldsWhatARepetitionNeeds() throws IOException {
        String[] arguments = Cli.tiny(data, run, "--limit", "30", "--hard", "--logits", "linear", "--learning-rate", "2e-3",
                "--temperature", "0.9", "--min-temperature", "0.4", "--anneal-rate", "1e-4", "--seed", "-7", "--threads", "1",
                "--kernels", "library");
        assertThat(Cli.run(arguments).code()).isZero();
        RunConfig config = config();
        assertThat(config.options()).isEqualTo(
                new TrainingOptions(2, 10, 2e-3, -7, 2, 3, List.of(8), Activation.LINEAR, true, 0.9, 0.4, 1e-4, 2));
        assertThat(config.commandLine()).containsExactly(arguments);
        assertThat(config.preset()).isEqualTo("article");
        assertThat(config.backend().name()).isEqualTo("reference");
        assertThat(config.backend().threads()).isEqualTo(1);
        assertThat(config.backend().kernels()).isEqualTo(Settings.KernelSource.LIBRARY);
        assertThat(config.backend().computes()).isEqualTo("Java, double");
        assertThat(config.versions().vectors()).startsWith("processor ");
        assertThat(config.data().source()).isEqualTo(data.toString());
        assertThat(config.data().train().images()).isEqualTo(30);
        assertThat(config.data().test().images()).isEqualTo(23);
        assertThat(config.data().train().imagesSha256()).hasSize(64);
        assertThat(config.versions().java()).isEqualTo(Runtime.version().toString());
        assertThat(List.of(config.started(), config.backend().version(), config.backend().device(), config.versions().os(),
                config.versions().cpu(), config.versions().gumbel())).noneMatch(String::isBlank);
    }

    @Test
    void whatIsNotGivenIsThePresets() throws IOException {
        Path large = IdxFiles.writeSet(temporary.resolve("large"), 100, 3);
        assertThat(Cli.run("train", "--data", large.toString(), "--out", run.toString(), "--backend", "reference", "--epochs", "1",
                "--hidden", "8,4").code()).isZero();
        TrainingOptions article = TrainingOptions.article();
        assertThat(config().options()).isEqualTo(new TrainingOptions(
                1, article.batchSize(), article.learningRate(), article.seed(), article.latents(), article.categories(), List.of(8, 4),
                article.logits(), article.hard(), article.temperature(), article.minTemperature(), article.annealRate(),
                article.logInterval()));
    }

    private RunConfig config() throws IOException {
        return JSON.readValue(run.resolve("config.json").toFile(), RunConfig.class);
    }
}
