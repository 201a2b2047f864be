package dev.gumbel.vae;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Backends are found, and their libraries load, on threads whose context class loader knows nothing of the program. */
class FatJarTest {
    @TempDir
    private Path place;

    @ParameterizedTest
    @CsvSource({"djl, DJL", "nd4j, ND4J", "java, Java", "reference, Java"})
    void aThreadOfThePoolFindsTheBackend(String backend, String told) throws IOException, InterruptedException {
        Path classes = Path.of("target", "test-classes").toAbsolutePath();
        Process process = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(), "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-cp", classes.toString(), FatJar.class.getName(),
                System.getProperty("java.class.path"), backend)
                .redirectErrorStream(true).redirectOutput(place.resolve("out").toFile()).start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        String out = Files.readString(place.resolve("out"));
        assertThat(process.exitValue()).as(out).isZero();
        assertThat(List.of(out.split("\\R")).getLast()).startsWith("Capabilities[").containsIgnoringCase(told);
    }
}
