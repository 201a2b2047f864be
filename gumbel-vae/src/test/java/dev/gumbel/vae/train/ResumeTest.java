package dev.gumbel.vae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings.KernelSource;
import dev.gumbel.vae.data.Dataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training that is interrupted and taken up again is the training that never was; 4 steps an epoch, 12 in all. */
class ResumeTest {
    private static final Dataset DATA = Tiny.data(47, 23);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path temporary;

    private static RunConfig config(Tiny tiny) {
        return RunConfig.of(
                "2026-11-24T12:00", List.of("train"), "article", tiny.build(), 3,
                new RunConfig.BackendInfo("reference", "", "Java, double", "cpu", 0, KernelSource.FUSED, null), DATA,
                new RunConfig.Versions("0.1.0", "25", "Linux", "a processor", "processor 256 bits, JVM 256 bits"));
    }

    private static Tiny tiny() {
        return Tiny.options().epochs(3).logInterval(1);
    }

    /** Trains anew, and breaks off after so many steps. */
    private Path begin(String name, long until) {
        Path place = temporary.resolve(name);
        Trainer trainer = new Trainer(tiny().build(), DATA, 3);
        try (Session session = trainer.open(Tiny.reference()); RunFolder folder = RunFolder.create(place, config(tiny()))) {
            trainer.run(session, TrainingListener.all(List.of(folder, breakOff(until))));
        } catch (CancellationException broken) {
            assertThat(broken).hasMessage("broken off");
        }
        return place;
    }

    private static TrainingListener breakOff(long until) {
        return new TrainingListener() {
            @Override
            public void step(StepMetrics metrics) {
                if (metrics.step() == until) {
                    throw new CancellationException("broken off");
                }
            }
        };
    }

    private static long resume(Path place) {
        return resume(place, line -> {});
    }

    private static long resume(Path place, Consumer<String> damaged) {
        SavedRun run = SavedRun.read(place);
        try (RunFolder.Resumed resumed = RunFolder.resume(run, damaged)) {
            Trainer trainer = new Trainer(run.config().options(), DATA, run.config().checkpointEvery());
            try (Session session = trainer.open(Tiny.reference())) {
                trainer.run(session, resumed.checkpoint(), resumed.folder(), new TrainingControl());
            }
            return resumed.checkpoint().map(Checkpoint::step).orElse(0L);
        }
    }

    /** Lines without the times, which no two runs share. */
    static List<JsonNode> metrics(Path run) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
            lines.add(((ObjectNode) JSON.readTree(line)).without(List.of("seconds", "stepMillisMedian", "imagesPerSecond")));
        }
        return lines;
    }

    /** Checkpoints come after 3, 4, 6, 8, 9 and 12 steps. */
    @ParameterizedTest
    @ValueSource(longs = {0, 2, 3, 4, 5, 7, 8, 11})
    void aRunBrokenOffAnywhereEndsAsTheOneThatNeverWas(long until) throws IOException {
        Path whole = begin("whole", Long.MAX_VALUE);
        Path broken = begin("broken", until);
        assertThat(broken.resolve("checkpoints")).satisfies(folder -> assertThat(Files.exists(folder)).isEqualTo(until >= 3));
        long from = resume(broken);
        assertThat(from).isEqualTo(Stream.of(0L, 3L, 4L, 6L, 8L, 9L).filter(step -> step <= until).reduce((_, last) -> last).orElseThrow());
        assertThat(broken.resolve("weights.safetensors")).hasSameBinaryContentAs(whole.resolve("weights.safetensors"));
        assertThat(metrics(broken)).isEqualTo(metrics(whole)).hasSize(15);
        assertThat(RunFolder.resume(SavedRun.read(broken), line -> {}).checkpoint().orElseThrow().step()).isEqualTo(12);
    }

    @Test
    void theLastTwoCheckpointsAreKept() throws IOException {
        Path run = begin("run", Long.MAX_VALUE);
        try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(
                    "step-00000009.safetensors", "step-00000012.safetensors");
        }
    }

    @Test
    void whatWasHalfWrittenIsRemovedAndALineCutShortWithIt() throws IOException {
        Path run = begin("run", 7);
        Path part = Files.writeString(run.resolve("checkpoints/step-00000008.safetensors.part"), "half");
        List<JsonNode> lines = metrics(run);
        Files.writeString(run.resolve("metrics.jsonl"), String.join("\n", lines.stream().map(JsonNode::toString).toList()) + "\n{\"type\":\"st");
        resume(run);
        assertThat(part).doesNotExist();
        assertThat(metrics(run)).hasSize(15);
    }

    @Test
    void aLineOfMetricsThatIsNoneIsTold() throws IOException {
        Path run = begin("run", 7);
        List<String> lines = new ArrayList<>(Files.readAllLines(run.resolve("metrics.jsonl")));
        lines.set(2, "noted by hand");
        Files.write(run.resolve("metrics.jsonl"), lines);
        assertRefused(run, run.resolve("metrics.jsonl") + ": line 3 is no line of metrics; undo the change, or train anew with --out");
        assertThat(run.resolve("metrics.jsonl")).hasContent(String.join("\n", lines));
    }

    /** Curves are not worth a training. */
    @Test
    void aRunWhoseMetricsAreGoneSaysSoAndGoesOn() throws IOException {
        Path run = begin("run", 7);
        Files.delete(run.resolve("metrics.jsonl"));
        List<String> told = new ArrayList<>();
        assertThat(resume(run, told::add)).isEqualTo(6);
        assertThat(told).containsExactly(run.resolve("metrics.jsonl") + " is gone: curves begin where this training goes on");
        assertThat(metrics(run).getFirst().path("step").asInt()).isEqualTo(6);
        assertThat(run.resolve("weights.safetensors")).hasSameBinaryContentAs(begin("whole", Long.MAX_VALUE).resolve("weights.safetensors"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 40, 600, 1500})
    void aDamagedCheckpointIsToldAndTheOneBeforeItGoneOnFrom(int place) throws IOException {
        Path run = begin("run", 7);
        Path newest = newest(run);
        byte[] bytes = Files.readAllBytes(newest);
        bytes[place] ^= 1;
        Files.write(newest, bytes);
        assertPassedOver(run, "");
        assertThat(run.resolve("weights.safetensors")).hasSameBinaryContentAs(begin("whole", Long.MAX_VALUE).resolve("weights.safetensors"));
    }

    @Test
    void aTruncatedCheckpointIsToldAndTheOneBeforeItGoneOnFrom() throws IOException {
        Path run = begin("run", 7);
        cutShort(newest(run));
        assertPassedOver(run, "the file is truncated or damaged");
    }

    @Test
    void aRunWithoutAWholeCheckpointIsRefused() throws IOException {
        Path run = begin("run", 7);
        cutShort(newest(run));
        cutShort(run.resolve("checkpoints/step-00000004.safetensors"));
        assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> resume(run))
                .withMessageStartingWith("no checkpoint is whole (%s: ", newest(run))
                .withMessageEndingWith("); remove %s to go on from the beginning", run.resolve("checkpoints"));
    }

    private static Path newest(Path run) {
        return run.resolve("checkpoints/step-00000006.safetensors");
    }

    private static void cutShort(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 100));
    }

    private static void assertPassedOver(Path run, String why) {
        List<String> told = new ArrayList<>();
        assertThat(resume(run, told::add)).isEqualTo(4);
        assertThat(told).singleElement(InstanceOfAssertFactories.STRING).contains(why)
                .startsWith("a damaged checkpoint is passed over: %s: ".formatted(newest(run)));
    }

    @Test
    void aChangedConfigurationIsToldByItsFirstPlace() throws IOException {
        Path run = begin("run", 7);
        Path config = run.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"learningRate\" : 0.01", "\"learningRate\" : 0.02"));
        assertRefused(run, ("config.json: options.learningRate is 0.02, but %s was made with 0.01; "
                + "undo the change, or train anew with --out").formatted(run.resolve("checkpoints/step-00000006.safetensors")));
    }

    @Test
    void aConfigurationThatIsNoneIsTold() throws IOException {
        Path run = begin("run", 7);
        Path config = run.resolve("config.json");
        String text = Files.readString(config);
        List<String> none = List.of(
                "", "[]", "{", "{}", "null", text.replace("\"epochs\" : 3", "\"epochs\" : 0"), text.replace("\"images\" : 47", "\"images\" : 1"));
        for (String broken : none) {
            Files.writeString(config, broken);
            assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> resume(run))
                    .withMessageStartingWith(config + ": is no configuration of a run (");
        }
    }

    @Test
    void twoTrainingsNeverShareAFolder() {
        Path run = begin("run", 7);
        try (RunFolder.Resumed first = RunFolder.resume(SavedRun.read(run), line -> {})) {
            assertThat(first.checkpoint()).isPresent();
            assertRefused(run, run + ": another training is at work in this folder; wait for its end or name another folder");
        }
        assertThat(resume(run)).isEqualTo(6);
    }

    @Test
    void aRunThatIsRemovedMeanwhileEndsItsTraining() throws IOException {
        Path place = temporary.resolve("run");
        Trainer trainer = new Trainer(tiny().build(), DATA, 3);
        try (Session session = trainer.open(Tiny.reference()); RunFolder folder = RunFolder.create(place, config(tiny()))) {
            Files.delete(place.resolve("config.json"));
            assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> trainer.run(session, folder))
                    .withMessage(place + ": the run has been removed from here; its training ends");
        }
    }

    /** What is written to /dev/full finds no space left. */
    @ParameterizedTest
    @ValueSource(strings = {"checkpoints/step-00000006.safetensors.part", "weights.safetensors.part"})
    @EnabledOnOs(OS.LINUX)
    void aFullDiskEndsTheTrainingAndTheLastCheckpointIsKept(String file) throws IOException {
        Path place = temporary.resolve("run");
        Trainer trainer = new Trainer(tiny().build(), DATA, 3);
        TrainingListener fills = new TrainingListener() {
            @Override
            public void step(StepMetrics metrics) {
                if (metrics.step() == 3) {
                    symlink(place.resolve(file));
                }
            }
        };
        try (Session session = trainer.open(Tiny.reference()); RunFolder folder = RunFolder.create(place, config(tiny()))) {
            assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> trainer.run(session, TrainingListener.all(List.of(folder, fills))))
                    .withMessageContaining("cannot be written (").withMessageContaining("space");
        }
        assertThat(place.resolve(file)).doesNotExist();
        assertThat(resume(place)).isEqualTo(file.startsWith("weights") ? 3 : 4);
        assertThat(place.resolve("weights.safetensors")).hasSameBinaryContentAs(begin("whole", Long.MAX_VALUE).resolve("weights.safetensors"));
    }

    private static void symlink(Path place) {
        try {
            Files.createSymbolicLink(place, Path.of("/dev/full"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void assertRefused(Path run, String message) {
        assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> resume(run)).withMessage(message);
    }
}
