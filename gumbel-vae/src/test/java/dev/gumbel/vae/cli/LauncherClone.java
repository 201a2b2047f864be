package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A clone in which Maven and Java are scripts, to see what the launcher makes of them. The one leaves jars, but fails for a module whose folder
 * holds a file {@code broken}, and for TornadoVM's where the SDK has none of its own; the other prints what it is started with, says of AVX what the
 * file {@code avx} holds, and fails where an argument file tells of an SDK that has moved.
 */
record LauncherClone(Path place) {
    private static final String MAVEN = """
            #!/bin/sh
            here=$(dirname "$0")/..
            while [ $# -gt 0 ]; do [ "$1" = -pl ] && module=$2; shift; done
            echo "$module" >> "$here/built"
            if [ -f "$here/$module/broken" ]; then echo '[ERROR] no network'; exit 1; fi
            if [ "$module" = gumbel-backend-tornado ] && ! [ -f "$TORNADOVM_HOME/share/java/tornado/tornado-api-5.jar" ]; then exit 1; fi
            mkdir -p "$here/$module/target/lib"
            touch "$here/$module/target/$module-1.jar"
            """;

    private static final String JAVA = """
            #!/bin/sh
            here=$(dirname "$0")/../..
            case "$1" in
              @*) if grep -q moved "${1#@}"; then echo no such module; exit 1; fi ;;
              -XX:+PrintFlagsFinal)
                echo asked >> "$here/asked"
                echo "      int UseAVX      = $(cat "$here/avx")       {ARCH product} {default}"
                exit ;;
            esac
            printf '%s\\n' "$@"
            """;

    static LauncherClone at(Path place) throws IOException {
        LauncherClone clone = new LauncherClone(place);
        for (String file : List.of("gumbel", "gumbel.args")) {
            Files.copy(Path.of(System.getProperty("gumbel.root"), file), place.resolve(file));
        }
        Files.createFile(place.resolve("pom.xml"));
        for (String module : List.of("vae", "bench", "backend-djl", "backend-nd4j", "backend-tornado")) {
            Path folder = place.resolve("gumbel-" + module);
            Files.createDirectories(folder.resolve("src/main"));
            Files.createFile(folder.resolve("pom.xml"));
        }
        clone.script("bin/mvn", MAVEN);
        clone.script("jdk/bin/java", JAVA);
        clone.script("jdk/bin/javac", "#!/bin/sh\n");
        Files.writeString(place.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
        Files.createDirectories(place.resolve("home"));
        return clone;
    }

    private void script(String name, String text) throws IOException {
        Path file = place.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** What the launcher says, and what Java is started with. */
    record Start(int code, List<String> lines) {}

    Start tryToStart(Map<String, String> variables, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", place.resolve("gumbel").toString()).redirectErrorStream(true);
        builder.directory(place.toFile()).command().addAll(List.of(arguments));
        builder.environment().keySet().removeAll(List.of(
                "TORNADOVM_HOME", "SDKMAN_DIR", "GUMBEL_BACKEND", "GUMBEL_JVM_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        builder.environment().putAll(Map.of(
                "HOME", place.resolve("home").toString(), "JAVA_HOME", place.resolve("jdk").toString(),
                "PATH", place.resolve("bin") + ":" + System.getenv("PATH")));
        builder.environment().putAll(variables);
        Process process = builder.start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        return new Start(process.waitFor(), lines);
    }

    /** What Java is started with. */
    List<String> start(Map<String, String> variables, String... arguments) throws IOException, InterruptedException {
        Start start = tryToStart(variables, arguments);
        assertThat(start.code()).as(() -> String.join("\n", start.lines())).isZero();
        return start.lines();
    }

    /** How often Maven was asked for a module. */
    long builds(String module) throws IOException {
        Path file = place.resolve("built");
        return Files.exists(file) ? Files.readAllLines(file).stream().filter(module::equals).count() : 0;
    }
}
