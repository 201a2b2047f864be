package dev.gumbel.vae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.gumbel.vae.Fifo;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunFilesTest {
    private static final String LINK = ": is a symbolic link, and a run folder holds regular files alone; remove it if you know what it is";

    @TempDir
    private Path temporary;
    private Path run;
    private Path secret;

    @BeforeEach
    void begin() throws IOException {
        run = Files.createDirectories(temporary.resolve("run/images")).getParent();
        Files.writeString(run.resolve("config.json"), "{}");
        Files.writeString(run.resolve("metrics.jsonl"), "one\ntwo\n");
        secret = Files.writeString(temporary.resolve("secret"), "a file of the reader's");
    }

    @Test
    void readsWhatLiesThere() {
        RunFiles files = RunFiles.of(run);
        assertThat(files.lines("metrics.jsonl")).containsExactly("one", "two");
        assertThat(files.config()).asString().isEqualTo("{}");
        assertThat(files.has("metrics.jsonl")).isTrue();
        assertThat(files.has("latents.jsonl")).isFalse();
    }

    @Test
    void theFolderItselfMayBeALink() throws IOException {
        Path link = Files.createSymbolicLink(temporary.resolve("latest"), run);
        assertThat(RunFiles.of(link).lines("metrics.jsonl")).containsExactly("one", "two");
        Files.createSymbolicLink(run.resolve("images/a.png"), secret);
        assertRefused(link, link.resolve("images/a.png") + LINK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "metrics.jsonl", "images/epoch-001-test.png", "report.html.part", "notes", "lock"})
    void aLinkWithinIsRefused(String name) throws IOException {
        Files.deleteIfExists(run.resolve(name));
        Files.createSymbolicLink(run.resolve(name), secret);
        assertRefused(run, run.resolve(name) + LINK);
    }

    @Test
    void aLinkToAFolderIsRefusedAndSoIsOneToNothing() throws IOException {
        Files.createSymbolicLink(run.resolve("checkpoints"), temporary);
        assertRefused(run, run.resolve("checkpoints") + LINK);
        Files.delete(run.resolve("checkpoints"));
        Files.createSymbolicLink(run.resolve("latents.jsonl"), temporary.resolve("absent"));
        assertRefused(run, run.resolve("latents.jsonl") + LINK);
    }

    @Test
    void aFifoIsRefusedAndNotWaitedFor() throws IOException, InterruptedException {
        Fifo.create(run.resolve("metrics.jsonl"));
        assertRefused(run, run.resolve("metrics.jsonl")
                + ": is a FIFO, a socket or a device, and a run folder holds regular files alone; remove it if you know what it is");
    }

    /** One that takes a file's place after the folder was looked at. */
    @Test
    void whatTakesAFilesPlaceLaterIsRefusedToo() throws IOException, InterruptedException {
        RunFiles files = RunFiles.of(run);
        Files.delete(run.resolve("metrics.jsonl"));
        Files.createSymbolicLink(run.resolve("metrics.jsonl"), secret);
        assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> files.lines("metrics.jsonl"))
                .withMessage(run.resolve("metrics.jsonl") + LINK);
        Files.delete(run.resolve("images"));
        Files.createSymbolicLink(run.resolve("images"), temporary);
        assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> files.bytes("images/secret", 100))
                .withMessage(run.resolve("images") + LINK);
        Fifo.create(run.resolve("metrics.jsonl"));
        assertTimeoutPreemptively(Duration.ofSeconds(30), () ->
                assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> files.lines("metrics.jsonl")).withMessageContaining("FIFO"));
    }

    @Test
    void aFileThatIsTooLongIsRefusedBeforeItIsRead() throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(run.resolve("metrics.jsonl").toFile(), "rw")) {
            sparse.setLength(RunFiles.MOST_LINES + 7);
        }
        assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> RunFiles.of(run).lines("metrics.jsonl"))
                .withMessage("%s: 268435463 bytes, expected at most 268435456; is it another file?", run.resolve("metrics.jsonl"));
    }

    /** Files of the kernel say that they are empty. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileIsNotReadOnPastItsBoundWhateverItsSizeSays() {
        assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> readStatus(10)).withMessage(
                "/proc/version: more than 10 bytes, expected at most 10; is it another file?");
    }

    private void readStatus(long most) {
        RunFiles.of(run).bytes("/proc/version", most);
    }

    @Test
    void aFolderInAFilesPlaceIsRefused() throws IOException {
        Files.createDirectory(run.resolve("weights.safetensors"));
        assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> RunFiles.of(run).regular("weights.safetensors", 1))
                .withMessage("%s: is a folder, expected a file; remove it", run.resolve("weights.safetensors"));
    }

    private static void assertRefused(Path run, String message) {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () ->
                assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> RunFiles.of(run)).withMessage(message));
    }
}
