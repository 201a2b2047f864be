package dev.gumbel.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A consumer of the library: a Maven project of its own, made of the README's snippets. It samples and trains a little. */
class ConsumerTest {
    private static final String CLASS_PATH = "-Dmdep.outputFile=classpath.txt";

    @TempDir
    private Path folder;

    @Test
    void theReadmesSnippetsBuildAndRunAsAProjectOfTheirOwn() throws IOException, InterruptedException {
        ForeignProject project = project();
        project.maven("-Pchecked", CLASS_PATH, "compile", "dependency:build-classpath");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String classPath = "target/classes" + System.getProperty("path.separator") + project.read("classpath.txt").strip();
        String output = project.run(List.of(java.toString(), "@" + ForeignProject.ROOT.resolve("gumbel.args"), "-cp", classPath, "Consumer"));
        assertThat(output).as("a first run's output").doesNotContain("SLF4J");
        List<String> lines = output.lines().filter(line -> !line.startsWith("WARNING: Using incubator modules: ")).toList();
        assertThat(lines.getFirst()).matches("sample \\[(1\\.0, 0\\.0|0\\.0, 1\\.0)]");
        List<Double> losses = lines.stream().skip(1).map(Double::valueOf).toList();
        assertThat(losses).hasSize(10);
        assertThat(losses.getLast()).isLessThan(losses.getFirst());
    }

    /** The versions of all that the backends bring must fit together in a consumer's project. */
    @Test
    void aProjectWithEveryBackendConverges() throws IOException, InterruptedException {
        ForeignProject project = project();
        project.maven("-Pchecked,every-backend", CLASS_PATH, "validate", "dependency:build-classpath");
        assertThat(project.read("classpath.txt"))
                .contains("gumbel-backend-java", "gumbel-backend-djl", "gumbel-backend-nd4j", "nd4j-native")
                .doesNotContain("oshi", "threetenbp", "protobuf", "flatbuffers", "commons-net");
    }

    private ForeignProject project() throws IOException {
        assumeTrue(Files.exists(ForeignProject.jar("gumbel-backend-nd4j")), "no jars yet: this test needs mvn package or verify");
        String readme = Files.readString(ForeignProject.ROOT.resolve("README.md"));
        List<String> java = ForeignProject.snippets(readme, "java");
        assertThat(java).as("the README's one-line and ten-line example").hasSize(2);
        ForeignProject project = new ForeignProject(
                folder, template("consumer/pom.xml").replace("@dependencies@", ForeignProject.snippets(readme, "xml").getFirst()),
                "gumbel-api", "gumbel-kernels", "gumbel-backend-java", "gumbel-backend-djl", "gumbel-backend-nd4j");
        project.write("src/main/java/Consumer.java", template("consumer/Consumer.java.txt")
                .replace("@oneLine@", java.get(0))
                .replace("@tenLines@", java.get(1)));
        return project;
    }

    private static String template(String name) throws IOException {
        try (InputStream stream = ConsumerTest.class.getResourceAsStream("/" + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
