package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gumbel.io.Safetensors;
import dev.gumbel.io.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that an earlier version began (commit b868bd1) and did not end: {@code train --backend java --dataset glyphs --limit 40 --batch-size 10
 * --hidden 2 --latents 2 --categories 3 --epochs 30 --checkpoint-every 3}. Its checkpoint, of step 32, counts Adam's steps for each variable.
 */
class EarlierRunTest {
    private static final Path EARLIER = Path.of("src/test/resources/earlier-run");
    /** The training loss of the last epoch, where that version went on to the end. */
    private static final double LOSS_OF_BEFORE = 520.9638824462891;

    @TempDir
    private Path folder;

    private Path copy() throws IOException {
        Path run = folder.resolve("run");
        try (Stream<Path> files = Files.walk(EARLIER)) {
            for (Path file : files.toList()) {
                Files.copy(file, run.resolve(EARLIER.relativize(file).toString()));
            }
        }
        return run;
    }

    @Test
    void itGoesOnToWhatItWouldHaveBeen() throws IOException {
        Path run = copy();
        Cli resumed = Cli.run("train", "--resume", run.toString(), "--backend", "reference");
        assertThat(resumed.code()).as(resumed.err().toString()).isZero();
        JsonNode last = new ObjectMapper().readTree(Files.readAllLines(run.resolve("metrics.jsonl")).getLast());
        assertThat(last.path("epoch").asInt()).isEqualTo(30);
        assertThat(last.path("trainLoss").asDouble()).isCloseTo(LOSS_OF_BEFORE, within(1e-4 * LOSS_OF_BEFORE));
        Path checkpoint = run.resolve("checkpoints/step-00000120.safetensors");
        assertThat(Safetensors.names(checkpoint)).noneMatch(name -> name.endsWith(".adam.count"));
        assertThat(State.load(checkpoint).counters()).isEqualTo(Map.of("adam.step", 120));
    }

    @Test
    void itsWeightsAreRead() throws IOException {
        Path samples = folder.resolve("samples.png");
        Cli sampled = Cli.run("sample", "--run", copy().toString(), "--count", "4", "--out", samples.toString(), "--backend", "reference");
        assertThat(List.of(sampled.code(), Files.exists(samples))).as(sampled.err().toString()).isEqualTo(List.of(0, true));
    }
}
