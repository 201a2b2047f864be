package dev.gumbel.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Lowering;
import dev.gumbel.graph.Program;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.Activation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole training program of a small model, read once by eye: a change of any rule shows as a difference of this text. */
class VaeGoldenTest {
    private static final String GOLDEN = "/graph/vae-train.txt";

    @Test
    void theSimplifiedTrainingProgramIsTheOneThatWasRead() throws IOException {
        CategoricalVae vae = new CategoricalVae(new VaeShape(6, List.of(5), 2, 3, Activation.RELU));
        Program program = vae.train(4, new Adam(1e-3f), GumbelSoftmax.hard());
        try (InputStream golden = VaeGoldenTest.class.getResourceAsStream(GOLDEN)) {
            assertThat(golden).as("test resource %s", GOLDEN).isNotNull();
            String expected = new String(golden.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(Lowering.simplify(program).toString().lines()).containsExactlyElementsOf(expected.lines().toList());
        }
    }
}
