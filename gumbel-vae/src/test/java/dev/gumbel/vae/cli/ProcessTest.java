package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gumbel.vae.IdxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as a process of its own: what a script sees. */
class ProcessTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Those of the launcher script, without the Vector API, whose line on standard error the script leaves out. */
    private static final List<String> FLAGS = List.of(
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Dguice_custom_class_loading=CHILD",
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /** Where no server is. */
    private static final String NOWHERE = "http://127.0.0.1:9";

    @TempDir
    private Path temporary;
    private Path data;

    @BeforeEach
    void writeSet() throws IOException {
        data = IdxFiles.writeSet(temporary.resolve("data"), 40, 23);
    }

    @Test
    void standardOutputHoldsTheMetricsAndNothingElse() throws IOException, InterruptedException {
        Path run = temporary.resolve("run");
        assertThat(finish(start(Cli.tiny(data, run, "--json")))).isZero();
        assertThat(lines("out")).isNotEmpty().isEqualTo(Files.readAllLines(run.resolve("metrics.jsonl")));
        assertThat(lines("err")).hasSize(2).noneMatch(line -> line.contains("WARN"));
    }

    @Test
    void theDefaultRunFolderTellsDateDatasetAndBackend() throws IOException, InterruptedException {
        String[] arguments = Cli.tiny(data, temporary, "--epochs", "1");
        List<String> withoutOut = new ArrayList<>(Arrays.asList(arguments));
        int out = withoutOut.indexOf("--out");
        withoutOut.subList(out, out + 2).clear();
        assertThat(finish(start(withoutOut.toArray(String[]::new)))).isZero();
        try (Stream<Path> runs = Files.list(temporary.resolve("runs"))) {
            assertThat(runs.toList()).singleElement()
                    .satisfies(run -> assertThat(run.getFileName().toString())
                            .matches("\\d{4}-\\d\\d-\\d\\d-\\d{6}-%s-reference".formatted(data.getFileName())))
                    .satisfies(run -> assertThat(run.resolve("config.json")).isNotEmptyFile());
        }
    }

    @Test
    void withoutOptionsAndWithoutANetworkItTrainsOnGlyphsAndSaysSoLoudly() throws IOException, InterruptedException {
        String[] arguments = Cli.tiny(data, temporary.resolve("run"), "--epochs", "1", "--limit", "30");
        List<String> withoutData = new ArrayList<>(Arrays.asList(arguments));
        int data = withoutData.indexOf("--data");
        withoutData.subList(data, data + 2).clear();
        assertThat(finish(start(withoutData.toArray(String[]::new)))).isZero();
        assertThat(lines("err").get(0)).isEqualTo("Downloading " + NOWHERE + "/mnist/train-images-idx3-ubyte.gz");
        assertThat(lines("err").get(1))
                .startsWith("NOT MNIST: training on glyphs, drawn by the program: train-images-idx3-ubyte.gz of MNIST cannot be fetched")
                .endsWith(": no connection. For MNIST give --data the folder with its four files; --dataset glyphs does without this line.");
        JsonNode used = JSON.readTree(temporary.resolve("run/config.json").toFile()).path("data");
        assertThat(used.path("name").asText()).isEqualTo("glyphs");
        assertThat(used.path("source").asText()).startsWith("drawn by the program: ").endsWith(": no connection");
    }

    /** The launcher gives the words, where nobody has named a backend. */
    @Test
    void aTrainingTellsOfBackendsThatMayBeFaster() throws IOException, InterruptedException {
        String others = "--backend djl (fetches 1 MB)";
        assertThat(finish(start(List.of("-Dgumbel.faster=" + others), Cli.tiny(data, temporary.resolve("run"), "--epochs", "1")))).isZero();
        assertThat(lines("err")).filteredOn(line -> line.contains("faster")).containsExactly(
                "Computing with reference, the default; " + others + " may be faster on this machine");
    }

    @Test
    void badInputIsOneLineAndExitCodeTwo() throws IOException, InterruptedException {
        assertThat(finish(start("train", "--data", temporary.resolve("absent").toString()))).isEqualTo(2);
        assertThat(lines("out")).isEmpty();
        assertThat(lines("err")).singleElement().asString().startsWith("gumbel: ");
    }

    /** Ctrl-C, and what a system sends that shuts down. */
    @ParameterizedTest
    @CsvSource({"INT, 2", "TERM, 15"})
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to end there, only be ended")
    void aRunThatIsEndedFromOutsideStaysReadable(String signal, int number) throws IOException, InterruptedException {
        assumeFalse(isIgnored(number), "skipped: what started these tests ignores SIG" + signal + ", and so do all processes beneath it");
        Path run = temporary.resolve("run");
        Path metrics = run.resolve("metrics.jsonl");
        Process process = start(Cli.tiny(data, run, "--epochs", "1000000"));
        while (process.isAlive() && !(Files.exists(metrics) && Files.size(metrics) > 10_000)) {
            Thread.sleep(20);
        }
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).inheritIO().start().waitFor();
        assertThat(finish(process)).isEqualTo(128 + number);
        assertThat(JSON.readTree(run.resolve("config.json").toFile()).path("options").path("epochs").asInt()).isEqualTo(1_000_000);
        List<String> lines = Files.readAllLines(metrics);
        assertThat(lines).hasSizeGreaterThan(50);
        for (String line : lines) {
            assertThat(JSON.readTree(line).path("epoch").asInt()).isPositive();
        }
    }

    /** As a shell without job control makes its background jobs do. */
    private static boolean isIgnored(int signal) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return false;
        }
        String ignored = Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:")).findFirst().orElseThrow();
        return (Long.parseUnsignedLong(ignored.replaceFirst(".*\\s", ""), 16) >>> (signal - 1) & 1) == 1;
    }

    @Test
    void aSetBeyondAllMemoryIsOneLineAndExitCodeTwo() throws IOException, InterruptedException {
        int count = 60_000;
        byte[] images = IdxFiles.idx(0x803, new int[] {count, 28, 28}, new byte[count * 28 * 28]);
        Files.delete(data.resolve(IdxFiles.TRAIN_IMAGES));
        Files.write(data.resolve(IdxFiles.TRAIN_IMAGES + ".gz"), IdxFiles.gzip(images));
        assertThat(finish(start(List.of("-Xmx40m"), Cli.tiny(data, temporary.resolve("run"))))).isEqualTo(2);
        assertThat(lines("err")).singleElement().asString().startsWith("gumbel: Java heap space; lower --limit, ");
    }

    /** So that the same command with a smaller model finds its folder free. */
    @Test
    void aModelBeyondAllMemoryLeavesNoFolderBehind() throws IOException, InterruptedException {
        Path run = temporary.resolve("run");
        assertThat(finish(start(List.of("-Xmx40m"), Cli.tiny(data, run, "--hidden", "20000")))).isEqualTo(2);
        assertThat(lines("err")).singleElement().asString().startsWith("gumbel: Java heap space; lower --limit, ").contains("--hidden");
        assertThat(run).doesNotExist();
    }

    @Test
    void backendsAreListedWithoutLoadingNatives() throws IOException, InterruptedException {
        assertThat(finish(start("backends"))).isZero();
        assertThat(lines("out")).extracting(line -> line.replaceFirst(" .*", "")).containsExactly("djl", "nd4j", "java", "reference");
        assertThat(lines("err")).isEmpty();
        assertThat(temporary.resolve("natives")).doesNotExist();
    }

    @Test
    void aBackendThatDoesNotLoadKeepsNoOtherFromBeingListed() throws IOException, InterruptedException {
        // DJL has no folder to unpack its natives in.
        Files.createFile(temporary.resolve("natives"));
        assertThat(finish(start("backends", "--probe"))).isZero();
        assertThat(lines("out")).satisfiesExactly(
                djl -> assertThat(djl).startsWith("djl        not usable: backend 'djl': PyTorch does not load"),
                nd4j -> assertThat(nd4j).startsWith("nd4j       loaded, "),
                java -> assertThat(java).startsWith("java       loaded, "),
                reference -> assertThat(reference).startsWith("reference  loaded, "));
    }

    /** As the launcher says it of a backend that it has left out. */
    @Test
    void aBackendThatIsLeftOutIsListedWithTheReason() throws IOException, InterruptedException {
        List<String> absent = List.of("-Dgumbel.backend.absent.other=no SDK; install it");
        assertThat(finish(start(absent, "backends"))).isZero();
        assertThat(lines("out")).hasSize(5).last().isEqualTo("other      not usable: no SDK; install it");
        assertThat(finish(start(absent, Cli.tiny(data, temporary.resolve("run"), "--backend", "other")))).isEqualTo(2);
        assertThat(lines("err")).containsExactly("gumbel: backend 'other' cannot run here: no SDK; install it");
    }

    private Process start(String... arguments) throws IOException {
        return start(List.of(), arguments);
    }

    /** Begins in the temporary folder; natives would be unpacked beneath it. */
    private Process start(List<String> flags, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        command.addAll(FLAGS);
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(temporary.toFile())
                .redirectOutput(temporary.resolve("out").toFile()).redirectError(temporary.resolve("err").toFile());
        builder.environment().put("XDG_CACHE_HOME", temporary.resolve("cache").toString());
        builder.environment().put("GUMBEL_MIRROR", NOWHERE);
        builder.environment().put("DJL_CACHE_DIR", temporary.resolve("natives").toString());
        return builder.start();
    }

    private static int finish(Process process) throws InterruptedException {
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended within a minute").isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> lines(String stream) throws IOException {
        return Files.readAllLines(temporary.resolve(stream));
    }
}
