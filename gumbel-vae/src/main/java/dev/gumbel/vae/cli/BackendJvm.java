package dev.gumbel.vae.cli;

import dev.gumbel.backend.Availability.Unusable;
import dev.gumbel.backend.Availability.Usable;
import dev.gumbel.backend.BackendLocator;
import dev.gumbel.backend.BackendProvider;
import dev.gumbel.backend.Settings;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** JVMs like this one, each of which runs one backend, with the flags that it needs. */
public final class BackendJvm {
    /** What a JVM with the Vector API begins with. */
    private static final String INCUBATOR = "WARNING: Using incubator modules";
    private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC");

    private BackendJvm() {}

    /** The names of the backends that can run in a process of their own, the best first. */
    static Stream<String> startable() {
        return BackendLocator.standard().providers().stream()
                .filter(provider -> provider.probe() instanceof Usable || !missingFlags(provider).isEmpty()).map(BackendProvider::name);
    }

    /** Flags that this JVM was started without, and with which another one could run the backend. */
    private static List<String> missingFlags(BackendProvider provider) {
        return provider.probe() instanceof Unusable(_, List<String> flags) ? flags : List.of();
    }

    /** The backends that cannot run here, each with the reason, which says how to get it; empty if all can. */
    static String leftOut() {
        return BackendLocator.standard().providers().stream()
                .flatMap(provider -> provider.probe() instanceof Unusable(String reason, List<String> flags) && flags.isEmpty()
                        ? Stream.of("%s (%s)".formatted(provider.name(), reason)) : Stream.empty())
                .collect(Collectors.joining(", "));
    }

    /**
     * The provider of a backend that can run in a process of its own.
     *
     * @throws dev.gumbel.backend.BackendException if the name is unknown, or the backend cannot run here
     */
    public static BackendProvider startable(String name) {
        return BackendLocator.standard().providers().stream()
                .filter(provider -> provider.name().equals(name) && !missingFlags(provider).isEmpty()).findFirst()
                .orElseGet(() -> BackendFlags.provider(name, Settings.defaults()));
    }

    /**
     * The flags of this JVM, and first those that the backend needs besides, which choose a collector of their own.
     *
     * @throws dev.gumbel.backend.BackendException if the name is unknown, or the backend cannot run here
     */
    public static List<String> flags(String backend) {
        List<String> missing = missingFlags(startable(backend));
        Stream<String> own = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> missing.isEmpty() || !COLLECTOR.matcher(flag).matches());
        return Stream.concat(missing.stream(), own).toList();
    }

    /** A JVM of the same Java with flags, the class path of this one, and a main class. */
    public static List<String> command(List<String> flags, Class<?> main, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.addAll(flags);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        words.addAll(arguments);
        return words;
    }

    /** Whether a line on standard error tells more than that the Vector API is an incubator module, which no flag silences. */
    public static boolean isTelling(String line) {
        return !line.startsWith(INCUBATOR);
    }
}
