package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gumbel.io.Safetensors;
import dev.gumbel.vae.IdxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path temporary;
    private Path data;
    private Path run;

    /** A run of two epochs of four steps each. */
    @BeforeEach
    void train() throws IOException {
        data = IdxFiles.writeSet(temporary.resolve("data"), 40, 23);
        run = temporary.resolve("run");
        assertThat(Cli.train(data, run, "--log-interval", "1", "--checkpoint-every", "3").code()).isZero();
    }

    /** Forgets what came after a checkpoint, as if the run had been killed. */
    private void forgetAfter(int step) throws IOException {
        for (int later = step + 1; later <= 8; later++) {
            Files.deleteIfExists(run.resolve("checkpoints/step-%08d.safetensors".formatted(later)));
        }
    }

    private JsonNode metrics(int line) throws IOException {
        return JSON.readTree(Files.readAllLines(run.resolve("metrics.jsonl")).get(line));
    }

    @Test
    void aFinishedRunSaysSoAndEndsWell() {
        Cli again = Cli.run("train", "--resume", run.toString());
        assertThat(again.code()).isZero();
        assertThat(again.err()).containsExactly(run + " is finished: all of its 2 epochs are done");
        assertThat(again.out()).isEmpty();
    }

    @Test
    void aRunGoesOnWithItsDataBackendAndOptions() throws IOException {
        byte[] weights = Files.readAllBytes(run.resolve("weights.safetensors"));
        List<String> metrics = Files.readAllLines(run.resolve("metrics.jsonl"));
        forgetAfter(6);
        Cli resumed = Cli.run("train", "--resume", run.toString());
        assertThat(resumed.code()).as(resumed.err().toString()).isZero();
        assertThat(resumed.err().getFirst()).startsWith("Going on with %s after 6 steps, on data (40 images) with reference, ".formatted(run));
        assertThat(Files.readAllBytes(run.resolve("weights.safetensors"))).isEqualTo(weights);
        assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).hasSameSizeAs(metrics).startsWith(metrics.getFirst());
    }

    /** As after a power cut. */
    @Test
    void aLineOfLatentsThatIsCutShortIsMadeAgain() throws IOException {
        Path latents = run.resolve("latents.jsonl");
        List<String> lines = Files.readAllLines(latents);
        forgetAfter(6);
        Files.writeString(latents, lines.getFirst().substring(0, 20));
        Cli resumed = Cli.run("train", "--resume", run.toString());
        assertThat(resumed.code()).as(resumed.err().toString()).isZero();
        assertThat(resumed.err()).noneMatch(line -> line.startsWith("gumbel: "));
        // The first epoch's own is gone with its checkpoint; the last one's is whole.
        assertThat(Files.readAllLines(latents)).containsExactly(lines.getLast());
    }

    @Test
    void damagedLinesOfLatentsAreRemovedAndTold() throws IOException {
        Path latents = run.resolve("latents.jsonl");
        List<String> lines = Files.readAllLines(latents);
        forgetAfter(6);
        Files.writeString(latents, "\u0000\u0000\n" + lines.getFirst() + "\n" + lines.getFirst() + "\n");
        Cli resumed = Cli.run("train", "--resume", run.toString());
        assertThat(resumed.code()).as(resumed.err().toString()).isZero();
        assertThat(resumed.err()).contains("gumbel: %s: damaged lines are removed: 1 of 3".formatted(latents));
        assertThat(Files.readAllLines(latents)).isEqualTo(lines);
    }

    /** A training that was ended between a checkpoint and what is drawn after it. */
    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void anEpochsViewsThatWereNotDrawnAreDrawnOnResume(int step) throws IOException {
        Path latents = run.resolve("latents.jsonl");
        List<String> lines = Files.readAllLines(latents);
        int epoch = step / 4;
        // Of two checkpoints kept the first epoch's is none: a training with no others in between keeps it.
        run = temporary.resolve("broken");
        assertThat(Cli.train(data, run, "--log-interval", "1", "--checkpoint-every", "4").code()).isZero();
        latents = run.resolve("latents.jsonl");
        forgetAfter(step);
        Files.write(latents, lines.subList(0, epoch - 1));
        Path picture = run.resolve("images/epoch-%03d-samples.png".formatted(epoch));
        byte[] drawn = Files.readAllBytes(picture);
        Files.delete(picture);
        Cli resumed = Cli.run("train", "--resume", run.toString());
        assertThat(resumed.code()).as(resumed.err().toString()).isZero();
        assertThat(picture).hasBinaryContent(drawn);
        assertThat(Files.readAllLines(latents)).isEqualTo(lines);
        assertThat(Cli.run("train", "--resume", run.toString()).err()).containsExactly(run + " is finished: all of its 2 epochs are done");
    }

    /** A folder in the place of each file that is only looked at. */
    @ParameterizedTest
    @ValueSource(strings = {"report.html", "losses.png", "images/epoch-002-test.png", "latents.jsonl"})
    void aViewThatCannotBeWrittenEndsNoTraining(String view) throws IOException {
        byte[] weights = Files.readAllBytes(run.resolve("weights.safetensors"));
        forgetAfter(6);
        Files.deleteIfExists(run.resolve(view));
        Files.createDirectories(run.resolve(view).resolve("in the way"));
        Cli resumed = Cli.run("train", "--resume", run.toString());
        assertThat(resumed.code()).as(resumed.err().toString()).isZero();
        assertThat(resumed.err()).anyMatch(line -> line.startsWith("gumbel: ") && line.contains(run.resolve(view).toString()));
        assertThat(run.resolve("weights.safetensors")).hasBinaryContent(weights);
        assertThat(run.resolve("checkpoints/step-00000008.safetensors")).exists();
    }

    /** Another version wrote it, which computed products in Java too and called that HOST. */
    private void writeAsOfOld(String backend) throws IOException {
        Path file = run.resolve("config.json");
        ObjectNode config = (ObjectNode) JSON.readTree(file.toFile());
        ObjectNode info = (ObjectNode) config.path("backend");
        info.put("name", backend).put("kernels", "HOST").remove("computes");
        ((ObjectNode) config.path("versions")).remove("vectors");
        Files.writeString(file, config.toPrettyString());
    }

    private JsonNode backendInfo() throws IOException {
        return JSON.readTree(run.resolve("config.json").toFile()).path("backend");
    }

    @Test
    void aRunOfHostKernelsTellsFromWhichStepBitsMayDiffer() throws IOException {
        writeAsOfOld("djl");
        forgetAfter(6);
        Cli resumed = Cli.run("train", "--resume", run.toString(), "--backend", "reference");
        assertThat(resumed.code()).as(resumed.err().toString()).isZero();
        assertThat(resumed.err()).contains("kernels=host until step 6: products were computed in Java; later steps may differ in bits from what they "
                + "would have been");
        assertThat(backendInfo().path("kernels").asText()).isEqualTo("FUSED");
        assertThat(backendInfo().path("hostUntilStep").asLong()).isEqualTo(6);
        assertThat(Files.readString(run.resolve("report.html"))).contains("\"hostUntilStep\":6");
        Cli again = Cli.run("train", "--resume", run.toString(), "--backend", "reference");
        assertThat(again.err()).containsExactly(run + " is finished: all of its 2 epochs are done");
    }

    /** It goes further back where the newest checkpoint is damaged, say. */
    @ParameterizedTest
    @CsvSource({"5, 5", "6, 6", "7, 6"})
    void aSecondResumptionKeepsTheFirstsStepUnlessItGoesFurtherBack(int first, int expected) throws IOException {
        Path config = run.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"kernels\" : ", "\"hostUntilStep\" : %d, \"kernels\" : ".formatted(first)));
        forgetAfter(6);
        Cli again = Cli.run("train", "--resume", run.toString());
        assertThat(again.err()).anyMatch(line -> line.startsWith("kernels=host until step %d: ".formatted(expected)));
        assertThat(backendInfo().path("hostUntilStep").asInt()).isEqualTo(expected);
    }

    /** The reference had kernels of its own, whatever was asked for; and what begins again has no steps of old. */
    @ParameterizedTest
    @CsvSource({"reference, 6", "djl, 0"})
    void whatWasNotComputedByHostKernelsIsNotSaidToBe(String backend, int step) throws IOException {
        writeAsOfOld(backend);
        forgetAfter(step);
        Cli resumed = Cli.run("train", "--resume", run.toString(), "--backend", "reference");
        assertThat(resumed.code()).as(resumed.err().toString()).isZero();
        assertThat(resumed.err()).noneMatch(line -> line.contains("kernels=host"));
        assertThat(backendInfo().has("hostUntilStep")).isFalse();
    }

    @Test
    void kernelsThatNeverWereAreRefused() throws IOException {
        writeAsOfOld("reference");
        Path file = run.resolve("config.json");
        Files.writeString(file, Files.readString(file).replace("HOST", "GHOST"));
        Cli resumed = Cli.run("train", "--resume", run.toString());
        assertThat(resumed.code()).isEqualTo(2);
        assertThat(resumed.err()).singleElement().asString().contains("is no configuration of a run", "GHOST");
    }

    @Test
    void otherImagesAreRefused() throws IOException {
        forgetAfter(6);
        Path other = IdxFiles.writeSet(temporary.resolve("other"), 41, 23);
        Cli resumed = Cli.run("train", "--resume", run.toString(), "--data", other.toString());
        assertThat(resumed.code()).isEqualTo(2);
        assertThat(resumed.err()).singleElement().asString().contains("holds other images than the run was trained on");
    }

    static Stream<Arguments> pairs() {
        List<String> usable = BackendJvm.startable().toList();
        return usable.stream().flatMap(from -> usable.stream().filter(to -> !to.equals(from)).map(to -> Arguments.of(from, to)));
    }

    /** One backend's checkpoint after 6 steps; another's step 7 agrees with the one that the first has gone, as the contract's lock-step demands. */
    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void aCheckpointOfOneBackendGoesOnOnAnother(String from, String to) throws IOException {
        run = temporary.resolve(from);
        assertThat(Cli.train(data, run, "--backend", from, "--threads", "1", "--log-interval", "1", "--checkpoint-every", "3").code()).isZero();
        JsonNode next = metrics(7);
        assertThat(next.path("step").asInt()).isEqualTo(6);
        forgetAfter(6);
        assertThat(Safetensors.readContents(run.resolve("checkpoints/step-00000006.safetensors")).metadata()).containsEntry("step", "6");
        Cli resumed = Cli.run("train", "--resume", run.toString(), "--backend", to, "--threads", "1");
        assertThat(resumed.code()).as(resumed.err().toString()).isZero();
        assertThat(resumed.err().getFirst()).contains(" with %s, ".formatted(to));
        double expected = next.path("loss").asDouble();
        double actual = metrics(7).path("loss").asDouble();
        assertThat(actual).isCloseTo(expected, within(1e-5 * expected));
        System.out.printf("step 6 from a checkpoint of %s: %s there, %s on %s, relative difference %.2g%n",
                from, expected, actual, to, Math.abs(actual / expected - 1));
    }
}
