package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gumbel.backend.Availability.Usable;
import dev.gumbel.backend.BackendLocator;
import dev.gumbel.vae.train.RunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job in small: the article's network on the first images of the real MNIST, on a real backend. */
class MnistTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path temporary;
    private String data;

    @BeforeEach
    void needsMnistAndDjl() {
        data = System.getenv("GUMBEL_MNIST");
        assumeTrue(data != null, "skipped: the environment variable GUMBEL_MNIST does not name a folder with the MNIST files");
        boolean usable = BackendLocator.standard().providers().stream()
                .anyMatch(provider -> provider.name().equals("djl") && provider.probe() instanceof Usable);
        assumeTrue(usable, "skipped: djl is not usable here");
    }

    @Test
    void learnsTheFirstThousandImages() throws IOException {
        Path run = temporary.resolve("run");
        JsonNode epoch = train(run);
        // Where each pixel costs ln 2, the loss before any step, an image costs 543 nats.
        assertThat(epoch.path("trainLoss").asDouble()).isBetween(200.0, 480.0);
        assertThat(epoch.path("testLoss").asDouble()).isBetween(150.0, 300.0);
        assertThat(Files.size(run.resolve("images/epoch-001-train.png"))).isGreaterThan(10_000);
        RunConfig config = JSON.readValue(run.resolve("config.json").toFile(), RunConfig.class);
        assertThat(config.backend().version()).startsWith("DJL ").contains("PyTorch ");
        // The published sums of the four files once unpacked.
        assertThat(config.data().train()).isEqualTo(new RunConfig.Part(1000,
                "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
                "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"));
        assertThat(config.data().test()).isEqualTo(new RunConfig.Part(1000,
                "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
                "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"));
    }

    @Test
    void theSameSeedGivesTheSameLossesToTheLastBit() throws IOException {
        JsonNode first = train(temporary.resolve("first"));
        JsonNode second = train(temporary.resolve("second"));
        for (String loss : new String[] {"trainLoss", "trainReconstruction", "trainKl", "testLoss", "testReconstruction", "testKl"}) {
            assertThat(second.path(loss).asDouble()).as(loss).isNotZero().isEqualTo(first.path(loss).asDouble());
        }
    }

    /** The line of the only epoch. */
    private JsonNode train(Path run) throws IOException {
        Cli cli = Cli.run("train", "--data", data, "--backend", "djl", "--threads", "1", "--limit", "1000", "--epochs", "1", "--json",
                "--out", run.toString());
        assertThat(cli.code()).as(String.join("\n", cli.err())).isZero();
        return JSON.readTree(cli.out().getLast());
    }
}
