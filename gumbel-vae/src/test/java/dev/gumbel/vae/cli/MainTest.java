package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    /** Scripts rely on these. */
    private static final List<String> TRAIN_OPTIONS = List.of(
            "--data=DIR", "--limit=N", "--backend=NAME", "--threads=N", "--kernels=NAME", "--preset=NAME", "--epochs=N", "--batch-size=N",
            "--learning-rate=X", "--seed=N", "--latents=N", "--categories=N", "--hidden=N,N,...", "--logits=NAME", "--hard", "--temperature=X",
            "--min-temperature=X", "--anneal-rate=X", "--log-interval=N", "--out=DIR", "--json");

    /** Without a command too. */
    @ParameterizedTest
    @ValueSource(strings = {"--help", "help", ""})
    void helpNamesTheCommands(String arguments) {
        Cli cli = arguments.isEmpty() ? Cli.run() : Cli.run(arguments);
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).anyMatch(line -> line.startsWith("  train ")).anyMatch(line -> line.startsWith("  backends "));
        assertThat(cli.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"train --help", "help train", "train -h"})
    void helpNamesEveryOption(String arguments) {
        Cli cli = Cli.run(arguments.split(" "));
        assertThat(cli.code()).isZero();
        assertThat(String.join("\n", cli.out())).contains(TRAIN_OPTIONS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "train --version", "backends -V"})
    void tellsItsVersion(String arguments) {
        Cli cli = Cli.run(arguments.split(" "));
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).singleElement().asString().startsWith("gumbel ").contains("Java " + Runtime.version());
    }

    @Test
    void listsTheBackends() {
        Cli cli = Cli.run("backends");
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).extracting(line -> line.split(" ")[0]).containsSubsequence("djl", "nd4j", "java", "reference");
        assertThat(line(cli, "djl")).matches("djl +(usable, DJL \\d.*, PyTorch \\d.*, devices: cpu|not usable: .+)");
        assertThat(line(cli, "nd4j")).matches("nd4j +(usable, ND4J \\d.*, devices: cpu|not usable: .+)");
        assertThat(line(cli, "java")).matches("java +usable, Java \\d.*, devices: cpu");
        assertThat(line(cli, "reference")).matches("reference +usable, Java \\d+, devices: cpu");
    }

    private static String line(Cli cli, String backend) {
        return cli.out().stream().filter(line -> line.startsWith(backend + " ")).findFirst().orElseThrow();
    }

    @Test
    void theListEndsWithWhatTheJvmLeavesAsideIfItDoes() {
        assertThat(Cli.run("backends").out().stream().filter(line -> line.startsWith("This JVM "))).hasSameElementsAs(
                MachineInfo.leftAside().stream().toList());
    }

    @Test
    void probesTheBackendsByLoadingThem() {
        assumeTrue(Cli.run("backends").out().stream().noneMatch(line -> line.contains("not usable")), "skipped: not every backend is usable here");
        Cli cli = Cli.run("backends", "--probe");
        assertThat(cli.code()).isZero();
        assertThat(cli.err()).isEmpty();
        assertThat(line(cli, "djl")).matches(
                "djl +loaded, DJL \\d.*, PyTorch \\d.*, device: cpu \\(\\d+ threads?\\), computed by PyTorch .* \\(products\\), Java, .*");
        assertThat(line(cli, "nd4j")).matches(
                "nd4j +loaded, ND4J \\d.*, device: cpu \\(\\d+ threads?\\), computed by ND4J .* \\(products\\), Java, .*");
        assertThat(line(cli, "java")).matches("java +loaded, Java \\d.*, device: cpu \\(\\d+ threads?\\), computed by Java, .*");
        assertThat(line(cli, "reference")).matches("reference +loaded, Java \\d+, device: cpu, computed by Java, double");
    }

    /** What nobody foresaw, here a stream that fails, is told as a bug, with another exit code than a user's error. */
    @Test
    void aBugIsOneLineAndExitCodeOne() {
        StringWriter err = new StringWriter();
        PrintWriter failing = new PrintWriter(Writer.nullWriter()) {
            @Override
            public PrintWriter printf(String format, Object... arguments) {
                throw new IllegalStateException("not\nforeseen");
            }
        };
        assertThat(Main.run(failing, new PrintWriter(err, true), "backends")).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly(
                "gumbel: IllegalStateException: not foreseen; this is a bug: please report what -v shows");
    }

    @Test
    void helpForBackendsNamesProbe() {
        Cli cli = Cli.run("backends", "--help");
        assertThat(cli.code()).isZero();
        assertThat(String.join("\n", cli.out())).contains("Usage: gumbel backends", "--probe", "--verbose");
    }
}
