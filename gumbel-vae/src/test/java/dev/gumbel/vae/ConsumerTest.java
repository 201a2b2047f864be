package dev.gumbel.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A consumer of the library: a Maven project of its own, made of the README's snippets, built against a repository that holds nothing but this
 * build's artifacts and what Maven has fetched before. It samples and trains a little.
 */
class ConsumerTest {
    private static final Path ROOT = Path.of(System.getProperty("gumbel.root"));
    private static final String VERSION = System.getProperty("gumbel.version");
    private static final Path FETCHED = Path.of(System.getProperty("gumbel.repository"));

    private static final List<String> MODULES = List.of(
            "gumbel-bom", "gumbel-api", "gumbel-kernels", "gumbel-backend-java", "gumbel-backend-djl", "gumbel-backend-nd4j");

    @TempDir
    private Path folder;

    @Test
    void theReadmesSnippetsBuildAndRunAsAProjectOfTheirOwn() throws IOException, InterruptedException {
        assumeTrue(Files.exists(artifact("gumbel-backend-djl", ".jar")), "no jars yet: this test needs mvn package or verify");
        Path repository = install();
        Path project = project(repository);
        run(project, mavenCommand(repository, "compile", "dependency:build-classpath"));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String classPath = "target/classes" + System.getProperty("path.separator") + Files.readString(project.resolve("classpath.txt")).strip();
        String output = run(project, List.of(java.toString(), "@" + ROOT.resolve("gumbel.args"), "-cp", classPath, "Consumer"));
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
        assumeTrue(Files.exists(artifact("gumbel-backend-nd4j", ".jar")), "no jars yet: this test needs mvn package or verify");
        Path repository = install();
        Path project = project(repository);
        run(project, mavenCommand(repository, "-Pevery-backend", "validate", "dependency:build-classpath"));
        assertThat(Files.readString(project.resolve("classpath.txt")))
                .contains("gumbel-backend-java", "gumbel-backend-djl", "gumbel-backend-nd4j", "nd4j-native")
                .doesNotContain("oshi", "threetenbp", "protobuf", "flatbuffers", "commons-net");
    }

    /** A repository with the artifacts a consumer needs, in Maven's layout. */
    private Path install() throws IOException {
        Path repository = folder.resolve("repository");
        copy(ROOT.resolve("pom.xml"), repository, "gumbel-parent", ".pom");
        for (String module : MODULES) {
            copy(ROOT.resolve(module).resolve("pom.xml"), repository, module, ".pom");
            if (!module.equals("gumbel-bom")) {
                copy(artifact(module, ".jar"), repository, module, ".jar");
            }
        }
        return repository;
    }

    private static Path artifact(String module, String suffix) {
        return ROOT.resolve(module).resolve("target").resolve(module + "-" + VERSION + suffix);
    }

    private static void copy(Path file, Path repository, String module, String suffix) throws IOException {
        Path place = repository.resolve(Path.of("dev", "gumbel", module, VERSION, module + "-" + VERSION + suffix));
        Files.createDirectories(place.getParent());
        Files.copy(file, place);
    }

    private Path project(Path repository) throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        List<String> java = snippets(readme, "java");
        assertThat(java).as("the README's one-line and ten-line example").hasSize(2);
        Path project = Files.createDirectories(folder.resolve("project"));
        Path sources = Files.createDirectories(project.resolve("src/main/java"));
        Files.writeString(project.resolve("pom.xml"), template("consumer/pom.xml")
                .replace("@dependencies@", snippets(readme, "xml").getFirst())
                .replace("@built@", repository.toUri().toString())
                .replace("@fetched@", FETCHED.toUri().toString()));
        Files.writeString(sources.resolve("Consumer.java"), template("consumer/Consumer.java.txt")
                .replace("@oneLine@", java.get(0))
                .replace("@tenLines@", java.get(1)));
        return project;
    }

    private static String template(String name) throws IOException {
        try (InputStream stream = ConsumerTest.class.getResourceAsStream("/" + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> snippets(String text, String language) {
        Matcher matcher = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(text);
        return matcher.results().map(result -> result.group(1)).toList();
    }

    /** Offline but for files: what has been fetched before is the only other repository. */
    private List<String> mavenCommand(Path repository, String... goals) {
        String mvn = onPath(FileSystems.getDefault().getSeparator().equals("\\") ? "mvn.cmd" : "mvn").toString();
        return Stream.concat(
                Stream.of(mvn, "-B", "-ntp", "-q", "-o", "-Pchecked", "-Dmdep.outputFile=classpath.txt", "-Daether.offline.protocols=file",
                        "-Dmaven.repo.local=" + repository.resolveSibling("local")),
                Stream.of(goals)).toList();
    }

    private static Path onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(System.getProperty("path.separator")))
                .map(entry -> Path.of(entry, program)).filter(Files::isExecutable).findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + program + " on the path"));
    }

    private static String run(Path folder, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("exit code of %s:%n%s", command, output).isZero();
        return output;
    }
}
