package dev.gumbel.vae.cli;

import dev.gumbel.vae.train.RunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the program runs on. */
public final class MachineInfo {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private MachineInfo() {}

    /** The program, the JVM, the operating system and the processor. */
    public static RunConfig.Versions versions() {
        String os = "%s %s %s".formatted(System.getProperty("os.name"), System.getProperty("os.version"), System.getProperty("os.arch"));
        return new RunConfig.Versions(VersionProvider.gumbel(), Runtime.version().toString(), os, cpu());
    }

    /** The processor's name where the system tells it, and the number of cores. */
    private static String cpu() {
        return "%s, %d cores".formatted(model(), Runtime.getRuntime().availableProcessors());
    }

    private static String model() {
        if (!Files.isReadable(CPU_INFO)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name")).findFirst()
                    .map(line -> line.replaceFirst(".*:\\s*", "")).orElse(System.getProperty("os.arch"));
        } catch (IOException unreadable) {
            return System.getProperty("os.arch") + " (" + CPU_INFO + ": " + unreadable.getMessage() + ")";
        }
    }
}
