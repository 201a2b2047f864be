package dev.gumbel.vae;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Maven project of somebody else's, built against a repository that holds nothing but this build's artifacts and what Maven has fetched before. */
final class ForeignProject {
    static final Path ROOT = Path.of(System.getProperty("gumbel.root"));
    private static final String VERSION = System.getProperty("gumbel.version");
    private static final Path FETCHED = Path.of(System.getProperty("gumbel.repository"));
    private static final String BOM = "gumbel-bom";
    private static final String REPOSITORIES = """
              <repositories>
                <repository>
                  <id>built</id>
                  <url>%1$s</url>
                </repository>
                <repository>
                  <id>fetched</id>
                  <url>%2$s</url>
                </repository>
              </repositories>
              <pluginRepositories>
                <pluginRepository>
                  <id>fetched</id>
                  <url>%2$s</url>
                </pluginRepository>
              </pluginRepositories>
            </project>
            """;

    private final Path project;
    private final Path local;

    /**
     * A project.
     *
     * @param folder an empty one
     * @param pom of the project, without repositories
     * @param modules those of ours that are in the repository
     */
    ForeignProject(Path folder, String pom, String... modules) throws IOException {
        project = Files.createDirectories(folder.resolve("project"));
        local = folder.resolve("local");
        Path repository = folder.resolve("repository");
        copy(ROOT.resolve("pom.xml"), repository, "gumbel-parent", ".pom");
        copy(ROOT.resolve(BOM).resolve("pom.xml"), repository, BOM, ".pom");
        for (String module : modules) {
            copy(ROOT.resolve(module).resolve("pom.xml"), repository, module, ".pom");
            copy(jar(module), repository, module, ".jar");
        }
        write("pom.xml", pom.replace("</project>", REPOSITORIES.formatted(repository.toUri(), FETCHED.toUri())));
    }

    /** Where this build leaves a module's jar. */
    static Path jar(String module) {
        return ROOT.resolve(module).resolve("target").resolve(module + "-" + VERSION + ".jar");
    }

    private static void copy(Path file, Path repository, String module, String suffix) throws IOException {
        Path place = repository.resolve(Path.of("dev", "gumbel", module, VERSION, module + "-" + VERSION + suffix));
        Files.createDirectories(place.getParent());
        Files.copy(file, place);
    }

    /** The blocks of one language in a document. */
    static List<String> snippets(String document, String language) {
        Matcher matcher = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(document);
        return matcher.results().map(result -> result.group(1)).toList();
    }

    void write(String file, String content) throws IOException {
        Path place = project.resolve(file);
        Files.createDirectories(place.getParent());
        Files.writeString(place, content);
    }

    String read(String file) throws IOException {
        return Files.readString(project.resolve(file));
    }

    /** Runs Maven, offline but for files: what has been fetched before is the only other repository. */
    String maven(String... arguments) throws IOException, InterruptedException {
        String mvn = onPath(FileSystems.getDefault().getSeparator().equals("\\") ? "mvn.cmd" : "mvn").toString();
        return run(Stream.concat(
                Stream.of(mvn, "-B", "-ntp", "-q", "-o", "-Daether.offline.protocols=file", "-Dmaven.repo.local=" + local),
                Stream.of(arguments)).toList());
    }

    private static Path onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(System.getProperty("path.separator")))
                .map(entry -> Path.of(entry, program)).filter(Files::isExecutable).findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + program + " on the path"));
    }

    /** Runs a program in the project's folder and tells what it printed; fails where the program does. */
    String run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("exit code of %s:%n%s", command, output).isZero();
        return output;
    }
}
