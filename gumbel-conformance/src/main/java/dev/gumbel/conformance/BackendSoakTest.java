package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Program;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a backend keeps of long runs and of many sessions, to be inherited beside the suite: prints the resident size of the process. Most of it takes
 * minutes and bears the tag {@code exhaustive}.
 */
public abstract class BackendSoakTest {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long MOST_GROWTH_KB = 32 << 10;

    /** The backend under test, with one thread. */
    protected abstract Backend backend();

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
        try (Session session = backend().open(1, train)) {
            for (int step = 0; step <= 20_000; step++) {
                session.run(train, feed.step(step)).get(CategoricalVae.LOSS);
                // By then the JVM has compiled, and its heap has the size that it keeps.
                if (step == 4_000) {
                    settled = residentKilobytes();
                }
                if (step % 2_000 == 0) {
                    System.out.printf("step %d: %d kB resident%n", step, residentKilobytes());
                }
            }
        }
        long growth = residentKilobytes() - settled;
        assertTrue(growth < MOST_GROWTH_KB, () -> "the resident size grew by " + growth + " kB after step 4,000");
    }

    @Test
    void fiftySessionsGiveTheirMemoryBack() throws IOException {
        // Those that kept theirs would hold 730 MB.
        assertSessionsGiveBack(50, 200 << 10);
    }

    @Test
    @Tag("exhaustive")
    void aThousandSessionsGiveTheirMemoryBack() throws IOException {
        assertSessionsGiveBack(1_000, MOST_GROWTH_KB);
    }

    private void assertSessionsGiveBack(int sessions, long mostGrowth) throws IOException {
        assumeTrue(Files.isReadable(STATUS), "the resident size is read from /proc");
        Program train = CategoricalVae.article().train(10, new Adam(1e-3f), GumbelSoftmax.soft());
        Feed feed = Feed.at(0)
                .put(CategoricalVae.IMAGES, HostTensor.zeros(Shape.of(10, 784), DataType.FLOAT32))
                .put(CategoricalVae.TEMPERATURE, HostTensor.scalar(1));
        long settled = 0;
        // Until then the JVM compiles, and touches its heap for the first time.
        for (int i = -sessions / 2; i < sessions; i++) {
            // Weights and moments of a session take 15 MB.
            try (Session session = backend().open(i, train)) {
                session.run(train, feed);
            }
            settled = i == -1 ? residentKilobytes() : settled;
        }
        long growth = residentKilobytes() - settled;
        System.out.printf("%d sessions: resident size %d kB, grew by %d kB%n", sessions, settled + growth, growth);
        assertTrue(growth < mostGrowth, () -> "the resident size grew by " + growth + " kB");
    }

    /** A batch that is the same at every run. */
    public static HostTensor images() {
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
