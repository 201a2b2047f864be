package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.gumbel.vae.Fifo;
import dev.gumbel.vae.IdxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Run folders that someone else made: every command that reads one refuses what no run has, in one line, and waits for nothing. */
class ForeignRunTest {
    @TempDir
    private Path temporary;
    private Path data;
    private Path run;
    private Path secret;

    @BeforeEach
    void train() throws IOException {
        data = IdxFiles.writeSet(temporary.resolve("data"), 40, 23);
        run = temporary.resolve("run");
        assertThat(Cli.train(data, run).code()).isZero();
        secret = Files.writeString(temporary.resolve("secret"), "a file of the reader's");
    }

    /** Every command that reads a run. */
    private List<List<String>> commands() throws IOException {
        String out = temporary.resolve("out").toString();
        Path good = temporary.resolve("good");
        if (!Files.exists(good)) {
            assertThat(Cli.train(data, good).code()).isZero();
        }
        return List.of(
                List.of("report", run.toString()), List.of("report", good.toString(), run.toString(), "--out", out),
                List.of("train", "--resume", run.toString()), List.of("sample", "--run", run.toString(), "--out", out),
                List.of("reconstruct", "--run", run.toString(), "--out", out), List.of("encode", "--run", run.toString()),
                List.of("evaluate", "--run", run.toString()), List.of("export", "--onnx", "--run", run.toString(), "--out", out));
    }

    private void assertEveryCommandRefuses(Path file, String what) throws IOException {
        for (List<String> command : commands()) {
            Cli refused = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> Cli.run(command.toArray(String[]::new)));
            assertThat(refused.err()).as(command.getFirst()).containsExactly(
                    "gumbel: %s: is %s, and a run folder holds regular files alone; remove it if you know what it is".formatted(file, what));
            assertThat(refused.code()).as(command.getFirst()).isEqualTo(2);
        }
        assertThat(temporary.resolve("out")).doesNotExist();
        assertThat(secret).hasContent("a file of the reader's");
    }

    @ParameterizedTest
    @ValueSource(strings = {"images/epoch-001-test.png", "weights.safetensors", "report.html.part"})
    void aLinkIsRefusedByEveryCommand(String name) throws IOException {
        Path link = run.resolve(name);
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, secret);
        assertEveryCommandRefuses(link, "a symbolic link");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "metrics.jsonl", "weights.safetensors"})
    void aFifoIsRefusedByEveryCommand(String name) throws IOException, InterruptedException {
        Fifo.create(run.resolve(name));
        assertEveryCommandRefuses(run.resolve(name), "a FIFO, a socket or a device");
    }

    @Test
    void damageIsToldOnThePageAndBesideIt() throws IOException {
        Path picture = Files.writeString(run.resolve("images/epoch-001-test.png"), "no picture");
        List<String> metrics = new ArrayList<>(Files.readAllLines(run.resolve("metrics.jsonl")));
        metrics.add(1, "noted by hand");
        Files.write(run.resolve("metrics.jsonl"), metrics);
        Cli report = Cli.run("report", run.toString());
        assertThat(report.err()).containsExactly(
                "gumbel: %s: damaged lines are left out: 1 of %d, the first is line 2".formatted(run.resolve("metrics.jsonl"), metrics.size()),
                "gumbel: %s: is no PNG; it is left out".formatted(picture), "Look at " + run.resolve("report.html"));
        assertThat(report.code()).isZero();
        assertThat(Files.readString(run.resolve("report.html"))).contains("damaged lines are left out: 1 of").contains("is no PNG; it is left out");
    }

    /** The name of the backend that a run was trained on is the first of its words that a message repeats. */
    @ParameterizedTest
    @ValueSource(strings = {"\\u001b]0;title\\u0007", "\\u009b2J", "\\u202e", "\\r", "\\ngumbel: all is well"})
    void whatConfigurationsSayReachesNoTerminalAsItIs(String escaped) throws IOException {
        Path config = run.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"name\" : \"reference\"", "\"name\" : \"x" + escaped + "y\""));
        for (List<String> command : commands().subList(2, 8)) {
            Cli refused = Cli.run(command.toArray(String[]::new));
            assertThat(refused.code()).as(command.getFirst()).isEqualTo(2);
            assertThat(refused.err()).as(command.getFirst()).singleElement().asString().startsWith("gumbel: unknown backend 'x")
                    .doesNotContainPattern("[\\p{Cntrl}\\x80-\\x9f\\u202e]");
        }
    }

    @Test
    void whatArgumentsSayReachesNoTerminalAsItIs() {
        assertThat(Cli.run("\u001b[31mtrain").err()).containsExactly("gumbel: unknown command '\\u001b[31mtrain' (see 'gumbel --help')");
        assertThat(Cli.run("report", "no\u001b[2Jrun").err()).containsExactly("gumbel: no\\u001b[2Jrun: no such folder; name a run's");
    }
}
