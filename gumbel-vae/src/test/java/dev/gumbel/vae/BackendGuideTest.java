package dev.gumbel.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An author of a backend from outside, who does what docs/guide/backend.md says: its files, as they stand, are a project that signs the contract. */
class BackendGuideTest {
    private static final String FILE = "// ";

    @TempDir
    private Path folder;

    /** Values and gradients of every op, bad input, and hard samples: what takes seconds. */
    @Test
    void theGuidesBackendBuildsAndKeepsTheRulesOfOps() throws IOException, InterruptedException {
        ForeignProject project = project();
        project.maven("test", "-Dtest=ToyConformanceTest#required_c1*+required_c2*+required_c5*");
        String report = project.read("target/surefire-reports/TEST-com.example.toy.ToyConformanceTest.xml");
        assertThat(report.lines().filter(line -> line.contains("<testcase "))).hasSizeGreaterThan(3500);
    }

    @Test
    @Tag("exhaustive")
    void theGuidesBackendSignsTheWholeContract() throws IOException, InterruptedException {
        assertThat(project().maven("test"))
                .containsPattern("conformance: ToyConformanceTest: \\d+ rules of \\d+ run in \\d+ cases, not run \\[c22, c24]");
    }

    private ForeignProject project() throws IOException {
        assumeTrue(Files.exists(ForeignProject.jar("gumbel-conformance")), "no jars yet: this test needs mvn package or verify");
        String guide = Files.readString(ForeignProject.ROOT.resolve("docs/guide/backend.md"));
        ForeignProject project = new ForeignProject(folder, ForeignProject.snippets(guide, "xml").getFirst(), "gumbel-api", "gumbel-conformance");
        List<String> files = Stream.of("java", "text").flatMap(language -> ForeignProject.snippets(guide, language).stream()).toList();
        assertThat(files).hasSize(5).allMatch(file -> file.startsWith(FILE));
        for (String file : files) {
            int content = file.indexOf('\n') + 1;
            project.write(file.substring(FILE.length(), content).strip(), file.substring(content));
        }
        return project;
    }
}
