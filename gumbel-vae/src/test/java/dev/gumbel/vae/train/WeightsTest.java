package dev.gumbel.vae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gumbel.backend.Session;
import dev.gumbel.io.Safetensors;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Variable;
import dev.gumbel.vae.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsTest {
    private static final Dataset DATA = Tiny.data(12, 6);

    @TempDir
    private Path folder;

    @Test
    void theFileHoldsTheTrainedWeightsByTheirNames() throws IOException {
        TrainingOptions options = Tiny.options().build();
        Trainer trainer = new Trainer(options, DATA);
        CategoricalVae vae = new CategoricalVae(options.shape(DATA.train().size()));
        try (Session session = trainer.open(Tiny.reference()); RunFolder run = RunFolder.create(folder.resolve("run"), "config")) {
            trainer.run(session, run);
            Map<String, HostTensor> read = Safetensors.read(folder.resolve("run/weights.safetensors"));
            assertThat(read.keySet()).containsExactlyInAnyOrderElementsOf(vae.variables().stream().map(Variable::name).toList());
            vae.variables().forEach(variable -> assertThat(read.get(variable.name()).toFloats()).as(variable.name())
                    .containsExactly(session.read(variable).toFloats()));
        }
        assertThat(folder.resolve("run/weights.safetensors.part")).doesNotExist();
    }

    @Test
    void aFolderThatIsGoneIsOneLine() throws IOException {
        try (RunFolder run = RunFolder.create(folder.resolve("run"), "config")) {
            Files.delete(folder.resolve("run/images"));
            Files.delete(folder.resolve("run/metrics.jsonl"));
            Files.delete(folder.resolve("run/config.json"));
            Files.delete(folder.resolve("run/lock"));
            Files.delete(folder.resolve("run"));
            assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> run.weights(Map.of("w", HostTensor.scalar(1))))
                    .withMessageContaining("weights.safetensors: cannot be written");
        }
    }
}
