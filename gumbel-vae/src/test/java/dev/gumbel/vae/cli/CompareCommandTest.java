package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gumbel.vae.IdxFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons in small, each backend in a process of its own. */
class CompareCommandTest {
    @TempDir
    private Path temporary;

    @BeforeEach
    void writeSet() throws IOException {
        IdxFiles.writeSet(temporary, 60, 23);
    }

    private Cli compare(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "compare", "--data", temporary.toString(), "--hidden", "8", "--latents", "2", "--categories", "3", "--batch-size", "10"));
        Collections.addAll(arguments, more);
        return Cli.run(arguments.toArray(String[]::new));
    }

    @Test
    void showsTheBackendsSideBySideAndTheReferenceLast() {
        Cli cli = compare("--backends", "djl", "--steps", "60", "--threads", "1");
        assertThat(cli.err()).containsExactly("Running 60 steps on reference", "Running 60 steps on djl");
        assertThat(cli.out().getFirst()).matches(" +djl +reference");
        assertThat(cli.out().subList(0, 18)).extracting(line -> line.substring(0, Math.min(38, line.length())).stripTrailing()).containsExactly(
                "", "loss of step 1 (nats)", "  relative difference", "loss of step 10 (nats)", "  relative difference",
                "loss of step 50 (nats)", "  relative difference", "loss of step 60 (nats)", "  relative difference",
                "step 0 alone, relative difference", "  of gradients, share of tolerance",
                "step 50 alone, relative difference", "  of gradients, share of tolerance",
                "noise words identical to noise v1", "hard samples identical", "ms a step, median", "images/s", "peak memory (MB)");
        assertThat(cli.out().get(18)).matches(
                "djl was computed by PyTorch \\d[^ ]* \\(products\\), Java, (\\d+-bit vectors|no Vector API) \\(fused passes\\)");
        assertThat(cli.out().get(19)).isEqualTo("reference was computed by Java, double");
        assertThat(cli.out().get(20)).matches("on .+, \\d+ cores; vectors: processor (\\d+ bits|unknown), JVM (\\d+ bits|unknown)");
        assertThat(cli.out().getLast()).isEqualTo("They agree as the contract demands.");
        assertThat(cli.out()).hasSize(22);
        assertThat(cli.out().get(1)).matches("loss of step 1 .*\\d{3}\\.\\d{4} +\\d{3}\\.\\d{4}");
        assertThat(cli.code()).isZero();
    }

    @Test
    void jsonHoldsTheResultsAndTheBreaches() throws IOException {
        Cli cli = compare("--backends", "reference", "--steps", "3", "--hard", "--json");
        assertThat(cli.code()).isZero();
        assertThat(cli.err()).isEmpty();
        JsonNode report = new ObjectMapper().readTree(String.join("", cli.out()));
        assertThat(report.path("breaches")).isEmpty();
        assertThat(report.path("results")).hasSize(1);
        JsonNode result = report.path("results").path(0);
        assertThat(result.path("name").asText()).isEqualTo("reference");
        assertThat(result.path("computes").asText()).isEqualTo("Java, double");
        assertThat(report.path("machine").path("vectors").asText()).startsWith("processor ").contains(", JVM ");
        assertThat(result.path("losses")).hasSize(3);
        assertThat(result.path("identicalNoise").asDouble()).isEqualTo(1);
        assertThat(result.path("stepMillis").isNull()).as("no steps after the first 20").isTrue();
    }

    @Test
    void withLibraryKernelsTheLibraryAloneComputes() throws IOException {
        Cli cli = compare("--backends", "djl", "--kernels", "library", "--steps", "3", "--json");
        assertThat(cli.code()).isZero();
        JsonNode report = new ObjectMapper().readTree(String.join("", cli.out()));
        assertThat(report.path("results").path(0).path("computes").asText()).matches("PyTorch \\d[^ ]*");
        assertThat(report.path("results").path(1).path("computes").asText()).isEqualTo("Java, double");
    }

    @Test
    void javaAndTheLibrariesAgree() throws IOException {
        Cli cli = compare("--backends", "java,djl,nd4j", "--steps", "40", "--threads", "1", "--json");
        assertThat(cli.code()).as("%s", cli.out()).isZero();
        JsonNode results = new ObjectMapper().readTree(String.join("", cli.out())).path("results");
        assertThat(results).extracting(result -> result.path("name").asText()).containsExactly("java", "djl", "nd4j", "reference");
    }

    @Test
    void aBackendThatFailsEndsTheComparison() {
        Cli cli = compare("--backends", "djl", "--steps", "3", "--only", "torch", "--snapshots", temporary.toString());
        assertThat(cli.err()).singleElement().asString().startsWith("gumbel: unknown backend 'torch': there is djl");
        assertThat(cli.code()).isEqualTo(2);
    }
}
