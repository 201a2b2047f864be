package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the program, in a clone that is built already and lies in a folder with an umlaut. Words go through a shell, as bytes. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is for bash")
class LauncherTest {
    /** An umlaut as bytes, whatever locale these tests run in. */
    private static final String UMLAUT = "$'\\xc3\\xbc'";
    private static final String TINY = " train --dataset glyphs --limit 100 --epochs 1 --hidden 8 --backend reference --out ";

    @TempDir
    private Path folder;

    @BeforeEach
    void cloneIt() throws IOException, InterruptedException {
        Path target = Files.createDirectories(folder.resolve("clone/gumbel-vae/target"));
        Files.createDirectories(folder.resolve("clone/gumbel-vae/src/main"));
        Path root = Path.of(System.getProperty("gumbel.root"));
        for (String file : List.of("gumbel", "gumbel.args", "pom.xml", "gumbel-vae/pom.xml")) {
            Files.copy(root.resolve(file), folder.resolve("clone").resolve(file));
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, Arrays.stream(System.getProperty("java.class.path").split(":"))
                .map(entry -> Path.of(entry).toUri().toString()).collect(Collectors.joining(" ")));
        try (OutputStream jar = Files.newOutputStream(target.resolve("gumbel-vae-1.jar"))) {
            new JarOutputStream(jar, manifest).close();
        }
        Files.setLastModifiedTime(Files.createFile(target.resolve("built")), FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(sh("mv clone cl" + UMLAUT + "ne", Map.of())).isZero();
    }

    private int sh(String script, Map<String, String> variables) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script).directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile()).redirectError(folder.resolve("err").toFile());
        builder.environment().keySet().removeAll(List.of("LANG", "LC_CTYPE", "LC_ALL", "JAVA_TOOL_OPTIONS", "GUMBEL_JVM_OPTS", "TORNADOVM_HOME"));
        // An SDK of this machine's would be built with.
        builder.environment().put("SDKMAN_DIR", folder.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ended within two minutes").isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    /** The script's filter of standard error outlives it by a moment: a pipe's end waits for it. */
    private int gumbel(String before, String words, Map<String, String> variables) throws IOException, InterruptedException {
        return sh("%s; { cl%sne/gumbel %s 2>&1 >&3 | cat >&2; exit ${PIPESTATUS[0]}; } 3>&1".formatted(before, UMLAUT, words), variables);
    }

    private List<String> lines(String stream) throws IOException {
        return new ArrayList<>(Files.readAllLines(folder.resolve(stream)));
    }

    @Test
    void whereTheLocaleIsUnsetFoldersWithAnUmlautAreTheOnesNamed() throws IOException, InterruptedException {
        assertThat(gumbel("mkdir d" + UMLAUT, TINY + "d" + UMLAUT + "/r" + UMLAUT, Map.of())).as("%s", lines("err")).isZero();
        assertThat(sh("test -f d%s/r%s/report.html && test $(ls -d * | wc -l) = 4".formatted(UMLAUT, UMLAUT), Map.of())).isZero();
        assertThat(gumbel(":", " compare --dataset glyphs --limit 100 --steps 1 --backends reference,java", Map.of("LC_ALL", "C")))
                .as("%s", lines("err")).isZero();
    }

    @Test
    void bytesThatNoLocaleSpellsAreRefusedInOneLine() throws IOException, InterruptedException {
        assertThat(gumbel(":", TINY + "r$'\\xfc'n", Map.of())).isEqualTo(2);
        assertThat(lines("err")).containsExactly(
                "gumbel: 'r?n': the locale's encoding (UTF-8) cannot spell this argument; set LC_ALL=C.UTF-8");
    }

    @Test
    void theLineAboutTheIncubatorIsLeftOutWhereverItStands() throws IOException, InterruptedException {
        assertThat(gumbel(":", "--version", Map.of("JAVA_TOOL_OPTIONS", "-Dx=1"))).isZero();
        assertThat(lines("err")).containsExactly("Picked up JAVA_TOOL_OPTIONS: -Dx=1");
    }

    @Test
    void tooFewFilesAreOneLine() throws IOException, InterruptedException {
        assertThat(gumbel("ulimit -n 64", "--version", Map.of())).isEqualTo(2);
        assertThat(lines("err")).containsExactly("gumbel: 64 open files are allowed, expected at least 128; allow more (ulimit -n 1024)");
    }
}
