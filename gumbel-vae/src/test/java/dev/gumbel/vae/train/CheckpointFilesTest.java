package dev.gumbel.vae.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.io.State;
import dev.gumbel.tensor.HostTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFilesTest {
    @TempDir
    private Path run;

    private static Checkpoint after(long step) {
        return new Checkpoint(step, new MeanLosses(1, 2, 3, 4), 5, new State(Map.of("a", HostTensor.scalar(step)), Map.of()));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Were a damaged later one kept in place of a whole one, a single further fault would cost the run. */
    @Test
    void aDamagedOneIsPassedOverAndGoneWithTheNextThatIsWritten() throws IOException {
        CheckpointFiles files = new CheckpointFiles(run, "c");
        assertThat(files.newest(line -> {})).isEmpty();
        files.write(after(4));
        files.write(after(6));
        Files.writeString(run.resolve("checkpoints/step-00000006.safetensors"), "damaged");
        List<String> told = new ArrayList<>();
        assertThat(files.newest(told::add)).hasValueSatisfying(checkpoint -> assertThat(checkpoint.step()).isEqualTo(4));
        assertThat(told).singleElement().asString().startsWith("a damaged checkpoint is passed over: ");
        files.write(after(5));
        assertThat(names()).containsExactly("step-00000004.safetensors", "step-00000005.safetensors");
        assertThat(files.newest(line -> {})).hasValueSatisfying(checkpoint -> assertThat(checkpoint.step()).isEqualTo(5));
    }
}
