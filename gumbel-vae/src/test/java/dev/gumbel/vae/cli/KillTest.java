package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gumbel.io.Safetensors;
import dev.gumbel.vae.IdxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that is killed at random moments, and taken up again each time, ends with the bits of the one that never was. */
class KillTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIRST = 100;
    private static final int STEPS_PER_EPOCH = 40;

    @TempDir
    private Path temporary;

    @Test
    void fiveKillsOnTheReference() throws IOException, InterruptedException {
        assertSurvives("reference", 5, 8);
    }

    @Test
    @Tag("exhaustive")
    void twentyFiveKillsOnDjl() throws IOException, InterruptedException {
        assertSurvives("djl", 25, 30);
    }

    @Test
    @Tag("exhaustive")
    void twentyFiveKillsOnNd4j() throws IOException, InterruptedException {
        assertSurvives("nd4j", 25, 30);
    }

    private void assertSurvives(String backend, int kills, int epochs) throws IOException, InterruptedException {
        Path data = IdxFiles.writeSet(temporary.resolve("data"), 10 * STEPS_PER_EPOCH, 23);
        Path whole = temporary.resolve("whole");
        Path killed = temporary.resolve("killed");
        String[] common = {"--backend", backend, "--threads", "1", "--epochs", Integer.toString(epochs), "--log-interval", "1",
            "--checkpoint-every", "7", "--hidden", "8", "--latents", "2", "--categories", "3", "--batch-size", "10", "--data", data.toString()};
        assertThat(finish(start(common, "train", "--out", whole.toString()))).as(Files.readString(temporary.resolve("err"))).isZero();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int range = STEPS_PER_EPOCH * epochs - FIRST - STEPS_PER_EPOCH;
        List<Integer> moments = random.ints(kills, FIRST, FIRST + range).sorted().boxed().toList();
        for (int i = 0; i < kills; i++) {
            Process process = i == 0
                    ? start(common, "train", "--out", killed.toString())
                    : start(new String[0], "train", "--resume", killed.toString());
            killAt(process, killed, moments.get(i), random.nextInt(30));
            assertReadable(killed);
        }
        assertThat(finish(start(new String[0], "train", "--resume", killed.toString()))).as("seed " + seed).isZero();
        assertReadable(killed);
        assertSame(whole, killed);
        assertThat(finish(start(new String[0], "train", "--resume", killed.toString()))).isZero();
        assertThat(Files.readString(temporary.resolve("err"))).isEqualTo("%s is finished: all of its %d epochs are done%n".formatted(killed, epochs));
        System.out.printf("%s: %d kills -9 after the steps %s: the same run to the last bit%n", backend, kills, moments);
    }

    /** Once a step is told, and some milliseconds later; SIGKILL on systems that have it. */
    private static void killAt(Process process, Path run, int step, int millis) throws IOException, InterruptedException {
        Path metrics = run.resolve("metrics.jsonl");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (process.isAlive() && System.nanoTime() < end && (!Files.exists(metrics) || lines(metrics).size() <= step + step / STEPS_PER_EPOCH)) {
            Thread.sleep(2);
        }
        Thread.sleep(millis);
        process.destroyForcibly().waitFor();
        assertThat(process.exitValue()).as("killed, not ended").isEqualTo(137);
    }

    private static List<String> lines(Path metrics) throws IOException {
        return Files.readAllLines(metrics);
    }

    /** Whatever moment it was: every file that has its name is whole. */
    private static void assertReadable(Path run) throws IOException {
        assertThat(JSON.readTree(run.resolve("config.json").toFile()).path("options").path("epochs").asInt()).isPositive();
        long last = -1;
        for (JsonNode line : metrics(run)) {
            if (line.path("type").asText().equals("step")) {
                assertThat(line.path("step").asLong()).isEqualTo(++last);
            }
        }
        assertThat(last).isGreaterThanOrEqualTo(FIRST);
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.toList()) {
                if (file.toString().endsWith(".png")) {
                    assertThat(ImageIO.read(file.toFile())).as(file.toString()).isNotNull();
                } else if (file.toString().endsWith(".safetensors")) {
                    assertThat(Safetensors.read(file)).as(file.toString()).isNotEmpty();
                } else if (file.endsWith("report.html")) {
                    assertThat(Files.readString(file).strip()).startsWith("<!DOCTYPE html>").endsWith("</html>");
                } else if (file.endsWith("latents.jsonl")) {
                    for (String line : lines(file)) {
                        assertThat(JSON.readTree(line).path("epoch").asInt()).isPositive();
                    }
                }
            }
        }
    }

    private static void assertSame(Path whole, Path killed) throws IOException {
        assertThat(metrics(killed)).isEqualTo(metrics(whole));
        try (Stream<Path> files = Files.walk(whole)) {
            for (Path file : files.filter(Files::isRegularFile).map(whole::relativize).toList()) {
                if (file.startsWith("checkpoints")) {
                    Safetensors.Contents expected = Safetensors.readContents(whole.resolve(file));
                    Safetensors.Contents actual = Safetensors.readContents(killed.resolve(file));
                    expected.tensors().forEach((name, tensor) ->
                            assertThat(actual.tensors().get(name).segment().mismatch(tensor.segment())).as(name).isEqualTo(-1));
                    assertThat(actual.metadata().get("lossSum")).isEqualTo(expected.metadata().get("lossSum"));
                } else if (!file.toString().matches("config.json|metrics.jsonl|report.html")) {
                    assertThat(killed.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
                }
            }
        }
        try (Stream<Path> files = Files.walk(killed)) {
            assertThat(files.map(file -> killed.relativize(file).toString())).noneMatch(name -> name.endsWith(".part"));
        }
    }

    /** Lines without the times, which no two runs share. */
    private static List<JsonNode> metrics(Path run) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : lines(run.resolve("metrics.jsonl"))) {
            lines.add(((ObjectNode) JSON.readTree(line)).without(List.of("seconds", "stepMillisMedian", "imagesPerSecond")));
        }
        return lines;
    }

    private Process start(String[] common, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(), "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-Dguice_custom_class_loading=CHILD", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of(common));
        return new ProcessBuilder(command).directory(temporary.toFile())
                .redirectOutput(temporary.resolve("out").toFile()).redirectError(temporary.resolve("err").toFile()).start();
    }

    private static int finish(Process process) throws InterruptedException {
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ended within two minutes").isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
