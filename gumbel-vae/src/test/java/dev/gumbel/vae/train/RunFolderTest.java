package dev.gumbel.vae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gumbel.backend.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    private Path temporary;

    @Test
    void theConfigurationComesBackAsItWas() throws IOException {
        RunConfig config = RunConfig.of(
                "2026-11-24T12:00", List.of("train", "--data", "x"), "article", Tiny.options().hard().build(), 500,
                new RunConfig.BackendInfo("reference", "Java 25", "Java, double", "cpu", 0, Settings.KernelSource.FUSED, null), Tiny.data(20, 7),
                new RunConfig.Versions("0.1.0", "25.0.3", "Linux", "a processor, 2 cores", "processor 256 bits, JVM 256 bits"));
        try (RunFolder folder = RunFolder.create(temporary.resolve("run"), config)) {
            RunConfig read = new ObjectMapper().readValue(folder.path().resolve("config.json").toFile(), RunConfig.class);
            assertThat(read).isEqualTo(config);
        }
    }

    @Test
    void theConfigurationTellsWhichDataWereUsed() {
        RunConfig.DataInfo data = RunConfig.DataInfo.of(Tiny.data(20, 7), false);
        assertThat(data.train()).isEqualTo(new RunConfig.Part(20, "i".repeat(64), "l".repeat(64)));
        assertThat(data.test().images()).isEqualTo(7);
    }

    @Test
    void everyLineIsThereAsSoonAsItIsAppended() throws IOException {
        StepMetrics step = new StepMetrics(1, 0, 0, 5, 1);
        EpochMetrics epoch = EpochMetrics.of(1, new MeanLosses(), new MeanLosses(), 1, 2, 1, OptionalDouble.empty());
        try (RunFolder folder = RunFolder.create(temporary.resolve("run"), Map.of())) {
            Path metrics = folder.path().resolve("metrics.jsonl");
            assertThat(metrics).isEmptyFile();
            folder.logged(step);
            assertThat(Files.readAllLines(metrics)).containsExactly(RunFolder.line(step));
            folder.epoch(epoch);
            assertThat(Files.readAllLines(metrics)).containsExactly(RunFolder.line(step), RunFolder.line(epoch));
        }
    }

    @Test
    void aFolderThatHoldsARunIsRefusedAndLeftAlone() throws IOException {
        Path run = temporary.resolve("run");
        try (RunFolder folder = RunFolder.create(run, Map.of("first", 1))) {
            folder.logged(new StepMetrics(1, 0, 0, 5, 1));
        }
        String config = Files.readString(run.resolve("config.json"));
        String metrics = Files.readString(run.resolve("metrics.jsonl"));
        assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> RunFolder.create(run, Map.of("second", 2)).close())
                .withMessage("--out: %s holds a run already; name another folder or remove it", run);
        assertThat(run.resolve("config.json")).hasContent(config);
        assertThat(run.resolve("metrics.jsonl")).hasContent(metrics);
    }

    @Test
    void aFolderThatIsThereButEmptyIsTaken() {
        RunFolder.create(temporary, Map.of()).close();
        assertThat(temporary.resolve("config.json")).exists();
        assertThat(temporary.resolve("images")).isDirectory();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsRefused() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        assertRefused(file.resolve("run"));
        assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> RunFolder.create(file, Map.of()).close())
                .withMessage("--out: " + file + " is a file, expected a folder; name another");
    }

    @Test
    void aStartThatFailsLeavesTheFolderFree() throws IOException {
        Path run = Files.createDirectory(temporary.resolve("run"));
        Path metrics = Files.createDirectory(run.resolve("metrics.jsonl"));
        assertRefused(run);
        Files.delete(metrics);
        RunFolder.create(run, Map.of("a", 1)).close();
        assertThat(new ObjectMapper().readTree(run.resolve("config.json").toFile()).path("a").asInt()).isEqualTo(1);
    }

    /** What is written to /dev/full finds no space left. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aConfigurationThatFindsNoSpaceLeavesTheFolderFree() throws IOException {
        Path run = Files.createDirectory(temporary.resolve("run"));
        Files.createSymbolicLink(run.resolve("config.json.part"), Path.of("/dev/full"));
        assertRefused(run);
        assertThat(run.resolve("config.json.part")).doesNotExist();
        RunFolder.create(run, Map.of()).close();
    }

    private static void assertRefused(Path run) {
        assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> RunFolder.create(run, Map.of("a", 1)).close())
                .withMessageStartingWith("--out: cannot write to " + run);
    }

    /** What is written to /dev/full finds no space left. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskEndsTheTrainingAtItsFirstLine() throws IOException {
        Path run = Files.createDirectory(temporary.resolve("run"));
        Files.createSymbolicLink(run.resolve("metrics.jsonl"), Path.of("/dev/full"));
        try (RunFolder folder = RunFolder.create(run, Map.of())) {
            assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> folder.logged(new StepMetrics(1, 0, 0, 5, 1)))
                    .withMessageStartingWith(run.resolve("metrics.jsonl") + ": cannot be written (").withCauseInstanceOf(IOException.class);
        } finally {
            Files.delete(run.resolve("metrics.jsonl"));
        }
    }

    @Test
    void picturesGoIntoAFolderOfTheirOwn() {
        try (RunFolder folder = RunFolder.create(temporary.resolve("a/b/run"), Map.of())) {
            assertThat(folder.path()).isEqualTo(temporary.resolve("a/b/run"));
            assertThat(folder.image("x.png")).isEqualTo(temporary.resolve("a/b/run/images/x.png"));
            assertThat(folder.image("x.png").getParent()).isEmptyDirectory();
        }
    }

    @Test
    void aFileIsReplacedAsAWhole() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "old");
        assertThatIOException().isThrownBy(() -> RunFolder.replace(file, beside -> {
            Files.writeString(beside, "half of the n");
            throw new IOException("disk full");
        })).withMessage("disk full");
        assertThat(file).hasContent("old");
        RunFolder.replace(file, beside -> Files.writeString(beside, "new"));
        assertThat(file).hasContent("new");
        assertThat(temporary).isDirectoryNotContaining("glob:**.part");
    }
}
