package dev.gumbel.bench.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Ties processes to as many cores as they have threads, always the same ones, so that whatever else the machine does hurts all alike. */
final class Pinning {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String ALLOWED = "Cpus_allowed_list:";

    private final List<Integer> cores;

    private Pinning(List<Integer> cores) {
        this.cores = cores;
    }

    /** The cores that this process may use; none where there is no taskset. */
    static Pinning here() {
        boolean taskset = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "taskset")));
        return new Pinning(taskset ? allowed() : List.of());
    }

    private static List<Integer> allowed() {
        try {
            return Files.readAllLines(STATUS).stream().filter(line -> line.startsWith(ALLOWED)).findFirst()
                    .map(line -> cores(line.substring(ALLOWED.length()).strip())).orElse(List.of());
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** A list such as 0-3,8 one by one. */
    static List<Integer> cores(String list) {
        List<Integer> cores = new ArrayList<>();
        for (String range : list.split(",")) {
            String[] ends = range.split("-");
            IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])).forEach(cores::add);
        }
        return cores;
    }

    /** What a command begins with; the last cores, for the first often serve interrupts. */
    List<String> prefix(int threads) {
        return possible(threads) ? List.of("taskset", "-c", chosen(threads)) : List.of();
    }

    /** One core alone; 0 is the one that a single thread is tied to, 1 the next. */
    Pinning alone(int index) {
        return new Pinning(List.of(cores.get(cores.size() - 1 - index)));
    }

    boolean possible(int threads) {
        return threads > 0 && cores.size() >= threads;
    }

    private String chosen(int threads) {
        return cores.subList(cores.size() - threads, cores.size()).stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** In words. */
    String describe(List<Integer> threads) {
        return cores.isEmpty() ? "not tied to cores: no taskset here" : threads.stream()
                .map(count -> possible(count) ? "%d thread%s on core %s".formatted(count, count == 1 ? "" : "s", chosen(count))
                        : "%d threads not tied: more than cores".formatted(count))
                .collect(Collectors.joining("; "));
    }
}
