package dev.gumbel.backend.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Program;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Memory after many steps of the article's network, and after many sessions. Prints the resident size. */
class Nd4jSoakTest {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long MOST_GROWTH_KB = 32 << 10;

    private final Backend backend = new Nd4jProvider().create(Settings.defaults().withThreads(1));

    @Test
    @Tag("exhaustive")
    void twentyThousandStepsDoNotGrow() throws IOException {
        assumeTrue(Files.isReadable(STATUS), "the resident size is read from /proc");
        CategoricalVae vae = CategoricalVae.article();
        Program train = vae.train(100, new Adam(1e-3f), GumbelSoftmax.soft());
        Feed feed = Feed.at(0)
                .put(CategoricalVae.IMAGES, images())
                .put(CategoricalVae.TEMPERATURE, HostTensor.scalar(1));
        long settled = 0;
        try (Session session = backend.open(1, train)) {
            for (int step = 0; step <= 20_000; step++) {
                session.run(train, feed.step(step)).get(CategoricalVae.LOSS);
                if (step == 2_000) {
                    settled = residentKilobytes();
                }
                if (step % 2_000 == 0) {
                    System.out.printf("step %d: %d kB resident%n", step, residentKilobytes());
                }
            }
        }
        assertThat(residentKilobytes() - settled).as("growth in kB after step 2,000").isLessThan(MOST_GROWTH_KB);
    }

    @Test
    void sessionsGiveTheirMemoryBack() throws IOException {
        assumeTrue(Files.isReadable(STATUS), "the resident size is read from /proc");
        // Weights and moments of a session take 15 MB.
        CategoricalVae vae = CategoricalVae.article();
        Program train = vae.train(10, new Adam(1e-3f), GumbelSoftmax.soft());
        for (int i = 0; i < 5; i++) {
            backend.open(i, train).close();
        }
        long settled = residentKilobytes();
        for (int i = 0; i < 50; i++) {
            backend.open(i, train).close();
        }
        long growth = residentKilobytes() - settled;
        System.out.printf("50 sessions: resident size grew by %d kB%n", growth);
        // Sessions that kept theirs would hold 730 MB.
        assertThat(growth).isLessThan(200 << 10);
    }

    /** A batch that is the same at every run. */
    static HostTensor images() {
        float[] pixels = new float[100 * 784];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i * 7919 % 100 / 100f;
        }
        return HostTensor.of(Shape.of(100, 784), pixels);
    }

    private static long residentKilobytes() throws IOException {
        System.gc();
        return Files.readAllLines(STATUS).stream().filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
    }
}
