package dev.gumbel.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gumbel.backend.Settings.KernelSource;
import dev.gumbel.bench.subject.Subjects;
import dev.gumbel.bench.table.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A JVM that measures: DJL's floor keeps the memory that it frees without being told to. */
class FloorTest {
    private static final Path STAT = Path.of("/proc/self/stat");

    /** After the closing bracket of the name: state, five numbers, flags, then the faults that needed no disk. */
    private static final int MINOR_FAULTS = 7;

    @Test
    void aStepAsksForNoPages() throws IOException {
        assumeThat(STAT).as("page faults are read from /proc").isReadable();
        Subject floor = Subjects.of(List.of("djl"), List.of(KernelSource.HOST)).stream()
                .filter(subject -> subject.name().equals("djl-floor")).findFirst().orElseThrow();
        try (Child child = new Child(floor, 1, Pinning.here(), Memory.OWN)) {
            for (String size : List.of("10", "100", "1000")) {
                assertThat(child.ask("open train " + size).done()).isTrue();
                child.ask("warm 300");
                long before = faults(child.pid());
                int steps = child.ask("round 300").nanos().size();
                assertThat((faults(child.pid()) - before) / steps).as("page faults of a step of %s images", size).isLessThan(300);
            }
        }
    }

    private static long faults(long pid) throws IOException {
        String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return Long.parseLong(line.substring(line.lastIndexOf(')') + 2).split(" ")[MINOR_FAULTS]);
    }
}
