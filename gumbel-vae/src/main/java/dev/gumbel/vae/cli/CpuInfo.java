package dev.gumbel.vae.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The processor, as far as the system tells of it.
 *
 * @param model its name, or that of its architecture
 * @param flags what it can do, by the words of Linux on x86; none elsewhere
 */
record CpuInfo(String model, Set<String> flags) {
    /** All that HotSpot's code for 512 bits takes for granted. */
    private static final Set<String> AVX512 = Set.of("avx512f", "avx512dq", "avx512cd", "avx512bw", "avx512vl");
    private static final Path FILE = Path.of("/proc/cpuinfo");

    static CpuInfo read() {
        if (!Files.isReadable(FILE)) {
            return new CpuInfo(architecture(), Set.of());
        }
        try (Stream<String> lines = Files.lines(FILE)) {
            return of(lines);
        } catch (IOException unreadable) {
            return new CpuInfo(architecture() + " (" + FILE + ": " + unreadable.getMessage() + ")", Set.of());
        }
    }

    /** From the lines of /proc/cpuinfo, of which each core has the same. */
    static CpuInfo of(Stream<String> lines) {
        List<String> first = lines.takeWhile(line -> !line.isBlank()).toList();
        String model = value(first, "model name");
        String flags = value(first, "flags");
        return new CpuInfo(model.isEmpty() ? architecture() : model, flags.isEmpty() ? Set.of() : Set.of(flags.split(" +")));
    }

    private static String value(List<String> lines, String name) {
        return lines.stream().filter(line -> line.matches(name + "\\s*:.*")).findFirst().map(line -> line.replaceFirst(".*?:\\s*", "").strip())
                .orElse("");
    }

    private static String architecture() {
        return System.getProperty("os.arch");
    }

    /** The bits of its longest vectors, where its flags tell. */
    OptionalInt vectorBits() {
        if (flags.isEmpty()) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(flags.contains("avx512f") ? 512 : flags.contains("avx2") ? 256 : 128);
    }

    /** Whether it has the AVX-512 that a JVM could use. */
    boolean hasAvx512() {
        return flags.containsAll(AVX512);
    }
}
