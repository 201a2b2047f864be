package dev.gumbel.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gumbel.backend.Availability.Usable;
import dev.gumbel.backend.BackendLocator;
import dev.gumbel.backend.BackendProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two native libraries, each with an OpenMP of its own, in one JVM: each case in a fresh one, for what is loaded stays loaded. */
class SideBySideTest {
    /** Of losses of free runs, as in the conformance suite. */
    private static final double TOLERANCE = 1e-4;

    @BeforeEach
    void needsBoth() {
        List<String> usable = BackendLocator.standard().providers().stream()
                .filter(provider -> provider.probe() instanceof Usable).map(BackendProvider::name).toList();
        assumeTrue(usable.containsAll(List.of("djl", "nd4j")), () -> "skipped: usable here are " + usable);
    }

    @ParameterizedTest
    @ValueSource(strings = {"djl nd4j", "nd4j djl"})
    void sessionsOfBothTrainToTheSameLosses(String order) throws IOException, InterruptedException {
        List<String> lines = run("losses " + order);
        assertThat(lines).hasSize(2);
        assertThat(lines.stream().map(line -> line.substring(0, line.indexOf(' ')))).containsExactly(order.split(" "));
        double[] first = losses(lines.get(0));
        double[] second = losses(lines.get(1));
        assertThat(first).hasSize(20);
        assertThat(first[19]).isLessThan(first[0]);
        for (int step = 0; step < 20; step++) {
            assertThat(second[step]).as("loss of step %d", step).isCloseTo(first[step], within(TOLERANCE * first[step]));
        }
    }

    /** Prints what it costs DJL that ND4J has run, and the other way round. */
    @ParameterizedTest
    @ValueSource(strings = {"djl nd4j", "nd4j djl"})
    @Tag("exhaustive")
    void whatOneCostsTheOther(String order) throws IOException, InterruptedException {
        List<String> lines = run("cost " + order);
        System.out.println(lines);
        assertThat(lines).singleElement().asString().matches("\\w+ at two threads: .* ms a step, .* ms once \\w+ has run");
    }

    private static double[] losses(String line) {
        return Arrays.stream(line.split(" ")).skip(1).mapToDouble(Double::parseDouble).toArray();
    }

    /** The lines that a JVM printed, of both streams. */
    private static List<String> run(String arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                Stream.of(ProcessHandle.current().info().command().orElseThrow(), "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow", "-cp", System.getProperty("java.class.path"), SideBySide.class.getName()),
                Stream.of(arguments.split(" "))).toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
            return lines;
        } finally {
            process.destroyForcibly();
        }
    }
}
