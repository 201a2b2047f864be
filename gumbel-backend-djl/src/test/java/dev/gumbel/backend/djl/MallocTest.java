package dev.gumbel.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.BackendSoakTest;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Program;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.nn.Adam;
import dev.gumbel.tensor.HostTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A step works in memory that is there. */
class MallocTest {
    private static final Path STAT = Path.of("/proc/thread-self/stat");
    /** After the closing bracket of the name: state, five numbers, flags, then the faults that needed no disk. */
    private static final int MINOR_FAULTS = 7;
    private static final int STEPS = 50;

    @Test
    void theSteadyStateAsksForNoPages() throws IOException {
        assumeThat(STAT).as("page faults are read from /proc").isReadable();
        Program train = CategoricalVae.article().train(100, new Adam(1e-3f), GumbelSoftmax.soft());
        Feed feed = Feed.at(0).put(CategoricalVae.IMAGES, BackendSoakTest.images()).put(CategoricalVae.TEMPERATURE, HostTensor.scalar(1));
        // Host kernels have memory of their own.
        Settings settings = Settings.defaults().withThreads(1).withKernels(Settings.KernelSource.LIBRARY);
        try (Session session = new DjlProvider().create(settings).open(1, train)) {
            long before = 0;
            for (int step = 0; step < 3 * STEPS; step++) {
                if (step == 2 * STEPS) {
                    before = faults();
                }
                session.run(train, feed.step(step)).get(CategoricalVae.LOSS);
            }
            long faults = (faults() - before) / STEPS;
            System.out.printf("page faults a step: %d%n", faults);
            // The gradients alone have 1,200 pages.
            assertThat(faults).isLessThan(300);
        }
    }

    private static long faults() throws IOException {
        String line = Files.readString(STAT);
        return Long.parseLong(line.substring(line.lastIndexOf(')') + 2).split(" ")[MINOR_FAULTS]);
    }
}
