package dev.gumbel.bench.run;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lengths of vectors in bits; 0 where nobody tells. A JVM may leave half of what the processor has aside. */
public final class VectorBits {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final int SHORTEST = 128;

    private VectorBits() {}

    /** The longest that this machine's processor has. */
    public static int ofProcessor() {
        if (!Files.isReadable(CPU_INFO)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return of(lines);
        } catch (IOException unreadable) {
            return 0;
        }
    }

    /** By the flags of x86 processors, as Linux lists them. */
    static int of(Stream<String> lines) {
        return lines.filter(line -> line.matches("flags\\s*:.*")).findFirst().map(line -> {
            List<String> flags = Arrays.asList(line.split("\\s+"));
            return flags.contains("avx512f") ? 4 * SHORTEST : flags.contains("avx2") ? 2 * SHORTEST : SHORTEST;
        }).orElse(0);
    }

    /** The longest that the compiler of this JVM uses. */
    static int ofJvm() {
        @Nullable HotSpotDiagnosticMXBean hotSpot = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            return hotSpot == null ? 0 : Byte.SIZE * Integer.parseInt(hotSpot.getVMOption("MaxVectorSize").getValue());
        } catch (IllegalArgumentException absent) {
            return 0;
        }
    }
}
