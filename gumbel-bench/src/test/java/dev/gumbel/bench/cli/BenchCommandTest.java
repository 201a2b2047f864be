package dev.gumbel.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** "bench" as a person meets it: a small run, what it leaves, comparisons, and what is said of bad input. */
class BenchCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ROW = Pattern.compile("\\| `\\./gumbel (bench[^`]*)` \\| `([^`]*)` \\| (\\d+) \\|");

    @TempDir
    private static Path place;
    private static Program run;

    @BeforeAll
    static void measure() throws IOException, InterruptedException {
        run = Program.start(place, "bench", "--quick", "--backends", "java,djl", "--kernels", "fused", "--workloads", "train,adam,first", "--forks",
                "2", "--rounds", "2", "--millis", "5", "--out", "run");
        assertThat(run.finish()).as(() -> String.valueOf(run)).isZero();
        Files.writeString(place.resolve("a-file"), "no results");
    }

    private static JsonNode results() throws IOException {
        return JSON.readTree(place.resolve("run/results.json").toFile());
    }

    @Test
    void theTableHasALineForEachSubjectInEachCase() throws IOException {
        assertThat(run.lines()).filteredOn(line -> line.startsWith("Training step")).hasSize(3);
        // One more each, above the table, says who computed.
        assertThat(run.lines()).filteredOn(line -> line.startsWith("  java ")).hasSize(6).last().asString().contains("Java ");
        assertThat(run.lines()).filteredOn(line -> line.startsWith("  djl/fused ")).hasSize(6).last().asString().contains("library+Java ");
        assertThat(run.lines()).filteredOn(line -> line.startsWith("  djl-user ")).hasSize(6).last().asString().contains("library ");
        assertThat(run.lines()).filteredOn(line -> line.startsWith("  java-floor ")).hasSize(4);
        assertThat(run.lines()).filteredOn(line -> line.startsWith("  djl-floor ")).hasSize(4);
        assertThat(run.errors().getFirst()).startsWith("Measuring 5 subjects, ").endsWith("Everything goes to run");
        assertThat(run.errors().getLast()).isEqualTo("Look at run/bench.html; raw numbers are in run/results.json");
    }

    @Test
    void theFileHoldsEverySampleAndWhatItWasMeasuredOn() throws IOException {
        JsonNode results = results();
        assertThat(results.path("machine").path("java").asText()).isEqualTo(Runtime.version().toString());
        assertThat(results.path("plan").path("memory").asText()).isEqualTo("kept");
        for (JsonNode subject : results.path("subjects")) {
            // Users of a library start the JVM as it comes.
            boolean peer = subject.path("role").asText().equals("PEER");
            assertThat(subject.path("flags").toString().contains("jdk.incubator.vector")).as(subject.toString()).isNotEqualTo(peer);
            assertThat(subject.path("flags").toString().contains("-XX:")).as(subject.toString()).isNotEqualTo(peer);
        }
        assertThat(results.path("machine").path("cores").asInt()).isEqualTo(Runtime.getRuntime().availableProcessors());
        // Of rounds as short as these the system may count none.
        assertThat(results.path("measurements")).filteredOn(measurement -> !measurement.path("workload").asText().equals("first"))
                .anyMatch(measurement -> measurement.path("processor").asDouble() > 0.1);
        assertThat(results.path("subjects")).allMatch(subject -> subject.path("version").asText().startsWith(
                subject.path("library").asText().equals("djl") ? "DJL " : "Java "));
        // Three training steps of five subjects, Adam and the first result of three, in two JVMs.
        assertThat(results.path("measurements")).hasSize(2 * (3 * 5 + 3 + 3));
        for (JsonNode measurement : results.path("measurements")) {
            assertThat(measurement.path("rounds")).hasSize(measurement.path("workload").asText().equals("first") ? 1 : 2)
                    .allSatisfy(round -> assertThat(round).isNotEmpty().allMatch(nanos -> nanos.asDouble() > 1000));
        }
        assertThat(results.path("curves")).hasSize(2 * 5);
        List<JsonNode> learners = StreamSupport.stream(results.path("curves").spliterator(), false)
                .filter(curve -> !curve.path("subject").asText().endsWith("floor")).toList();
        assertThat(learners).allSatisfy(curve -> assertThat(curve.path("losses").get(0).asDouble()).isBetween(500.0, 600.0));
    }

    @Test
    void theFileNamesWhoComputedInWhichVectors() throws IOException {
        assertThat(results().path("machine").path("vectorBits").isInt()).isTrue();
        assertThat(results().path("subjects")).allSatisfy(subject -> {
            String computes = subject.path("computes").asText();
            switch (subject.path("name").asText()) {
                case "java", "java-floor" -> assertThat(computes).startsWith("Java, ").endsWith("-bit vectors");
                case "djl/fused" -> assertThat(computes).startsWith("PyTorch ").contains("(products), Java, ");
                case "djl-user" -> assertThat(computes).startsWith("DJL ").contains("PyTorch ").doesNotContain("Java");
                default -> assertThat(computes).contains("PyTorch ", "(products), Java (one pass over Adam's bytes)");
            }
            assertThat(subject.path("vectorBits").asInt()).isPositive();
        });
    }

    @Test
    void whatASecondThreadIsWorthIsATable() throws IOException, InterruptedException {
        Program scaling = Program.start(place, "bench", "--scaling", "--quick", "--backends", "java", "--forks", "1", "--rounds", "1",
                "--millis", "5");
        int code = scaling.finish();
        if (code == 2) {
            assertThat(scaling.errors()).containsExactly("gumbel: --scaling: needs two cores that this process may use, and taskset "
                    + "(see 'gumbel bench --help')");
            return;
        }
        assertThat(code).as(() -> String.valueOf(scaling)).isZero();
        assertThat(scaling.lines()).filteredOn(line -> line.startsWith("  java ")).hasSize(2).last().asString()
                .matches("  java( +[0-9.]+){6}");
        assertThat(scaling.errors()).containsExactly("java, JVMs 1 of 1");
    }

    @Test
    void aRunDoesNotDifferFromItselfAndADoubledOneIsSlower() throws IOException {
        InProcess same = InProcess.run(place, "bench", "--compare", "run/results.json", "run/results.json");
        assertThat(same.code()).isZero();
        assertThat(same.out().getFirst()).startsWith("21 of 21 rows did not change beyond the noise");
        Files.writeString(place.resolve("doubled.json"), steady(2));
        Files.writeString(place.resolve("steady.json"), steady(1));
        InProcess doubled = InProcess.run(place, "bench", "--compare", "steady.json", "doubled.json");
        assertThat(doubled.code()).isZero();
        assertThat(doubled.out()).filteredOn(line -> line.startsWith("slower   2.0")).hasSize(21);
    }

    @Test
    void aFileOfTheFormBeforeIsStillRead() throws IOException {
        ObjectNode old = (ObjectNode) JSON.readTree(steady(1));
        old.put("form", 2);
        ((ObjectNode) old.path("plan")).putArray("flags").add("-Xmx1g");
        ((ObjectNode) old.path("machine")).remove("cores");
        ((ObjectNode) old.path("machine")).remove("vectorBits");
        old.path("subjects").forEach(subject -> ((ObjectNode) subject).remove(List.of("flags", "by", "computes", "vectorBits")));
        old.path("measurements").forEach(measurement -> ((ObjectNode) measurement).remove("processor"));
        Files.writeString(place.resolve("old.json"), JSON.writeValueAsString(old));
        InProcess same = InProcess.run(place, "bench", "--compare", "old.json", "old.json");
        assertThat(same.code()).isZero();
        assertThat(same.out().getFirst()).startsWith("21 of 21 rows did not change beyond the noise");
    }

    /** The run with samples that differ by a thousandth from JVM to JVM. */
    private static String steady(int factor) throws IOException {
        JsonNode results = results();
        for (JsonNode measurement : results.path("measurements")) {
            double nanos = factor * 1e6 * (1 + 0.001 * measurement.path("fork").asInt());
            ((ObjectNode) measurement).putArray("rounds").addArray().add(nanos);
        }
        return JSON.writeValueAsString(results);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to end there, only be ended")
    void noProcessOutlivesTheOneThatWasEnded() throws IOException, InterruptedException {
        Program endless = Program.start(place, "bench", "--backends", "djl", "--kernels", "fused", "--workloads", "adam", "--rounds", "1000000",
                "--out", "endless");
        while (endless.process().isAlive() && endless.errors().stream().noneMatch(line -> line.equals("adam 1221180"))) {
            Thread.sleep(50);
        }
        List<ProcessHandle> children = endless.process().descendants().toList();
        assertThat(children).hasSizeGreaterThanOrEqualTo(2);
        endless.process().destroy();
        assertThat(endless.finish()).isEqualTo(143);
        for (ProcessHandle child : children) {
            assertThat(child.onExit()).succeedsWithin(20, TimeUnit.SECONDS);
        }
    }

    static List<Arguments> rows() throws IOException {
        String document = Files.readString(Path.of(System.getProperty("gumbel.root"), "docs", "errors.md"));
        List<Arguments> rows = ROW.matcher(document).results()
                .map(row -> Arguments.of(row.group(1), row.group(2), Integer.valueOf(row.group(3)))).toList();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(8).hasSize((int) document.lines().filter(line -> line.startsWith("| `./gumbel bench")).count());
        return rows;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void aBadInputIsOneLine(String command, String line, int code) {
        InProcess ended = InProcess.run(place, command.split(" "));
        assertThat(ended.code()).isEqualTo(code);
        assertThat(ended.err()).map(error -> error.replace(place + "/", "")).containsExactly(line);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void aBadInputIsOneLineToAPersonToo() throws IOException, InterruptedException {
        Program program = Program.start(place, "bench", "--out", "a-file");
        assertThat(program.finish()).isEqualTo(2);
        assertThat(program.errors()).containsExactly(
                "gumbel: --out: a-file is a file, expected a folder; name another (see 'gumbel bench --help')");
        assertThat(program.lines()).isEmpty();
    }

    @Test
    void theHelpNamesOneOfManyValuesOnce() {
        InProcess help = InProcess.run(place, "bench", "--help");
        assertThat(help.code()).isZero();
        assertThat(String.join("\n", help.out())).contains("--backends=NAME[,NAME...]", "--threads=N[,N...]").doesNotContain("......");
    }
}
