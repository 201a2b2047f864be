package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gumbel.vae.cli.LauncherClone.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When the launcher script builds the backends whose libraries are large, and what it gives the JVM. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a script for bash")
class BackendLauncherTest {
    private static final String DJL = "gumbel-backend-djl";
    private static final String NO_DJL = "-Dgumbel.backend.absent.djl=not built yet: --backend djl builds it and fetches 115 MB";
    private static final String NO_ND4J = "-Dgumbel.backend.absent.nd4j=not built yet: --backend nd4j builds it and fetches 115 MB";
    private static final String FASTER = "-Dgumbel.faster=";

    @TempDir
    private Path place;
    private LauncherClone clone;

    @BeforeEach
    void layOut() throws IOException {
        clone = LauncherClone.at(place);
        Files.createDirectories(place.resolve("run"));
        Files.writeString(place.resolve("run/config.json"), """
                {"command": ["train", "--backend", "nd4j"],
                 "backend": {"version": "any", "name" : "djl"}, "data": {"name": "nd4j", "train": {"images": 1}}}
                """);
    }

    /** The words before a semicolon are of the environment. */
    private Start tryToStart(String words) throws IOException, InterruptedException {
        String[] parts = words.split("; ");
        Map<String, String> variables = parts.length == 1 ? Map.of() : Map.of(parts[0].split("=", 2)[0], parts[0].split("=", 2)[1]);
        return clone.tryToStart(variables, parts[parts.length - 1].split(" "));
    }

    private List<String> start(String words) throws IOException, InterruptedException {
        Start start = tryToStart(words);
        assertThat(start.code()).as(() -> String.join("\n", start.lines())).isZero();
        return start.lines();
    }

    private List<String> classPath(List<String> command) {
        return Arrays.stream(command.get(command.indexOf("-cp") + 1).split(":"))
                .map(entry -> entry.substring(place.toString().length() + 1)).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "train --backend djl",
        "-v train --epochs 1 --backend=djl",
        "compare --backends java,djl",
        "compare --backends=djl",
        "GUMBEL_BACKEND=djl; train",
        "GUMBEL_JVM_OPTS=-Xmx1g -Dgumbel.backend=djl; train",
        "GUMBEL_BACKEND=nd4j; train --backend djl",
        "GUMBEL_BACKEND=djl; train --backend auto",
        "train --resume run",
        "GUMBEL_BACKEND=nd4j; evaluate --run=run"})
    void aBackendThatIsNamedIsBuiltOnce(String words) throws IOException, InterruptedException {
        for (int i = 0; i < 2; i++) {
            List<String> started = start(words);
            assertThat(classPath(started)).containsExactly(
                    "gumbel-vae/target/gumbel-vae-1.jar", DJL + "/target/" + DJL + "-1.jar", DJL + "/target/lib/*");
            assertThat(started).contains(NO_ND4J).noneMatch(line -> line.startsWith("-Dgumbel.backend.absent.djl") || line.startsWith(FASTER));
        }
        assertThat(clone.builds(DJL)).isOne();
        assertThat(clone.builds("gumbel-vae")).isOne();
        assertThat(clone.builds("gumbel-backend-nd4j")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "train",
        "train --backend java",
        "GUMBEL_BACKEND=djl; train --backend java",
        "GUMBEL_BACKEND=djl; backends --probe",
        "GUMBEL_BACKEND=djl; compare --steps 1",
        "GUMBEL_BACKEND=djl; report run",
        "train --backend djl --help",
        "help train",
        "evaluate --run run --backend reference",
        "train --resume absent"})
    void whereNoneIsNamedNoneIsBuiltAndItIsSaidHowToHaveIt(String words) throws IOException, InterruptedException {
        List<String> started = start(words);
        assertThat(classPath(started)).containsExactly("gumbel-vae/target/gumbel-vae-1.jar");
        assertThat(started).contains(NO_DJL, NO_ND4J, "@" + place.resolve("gumbel.args"));
        assertThat(clone.builds(DJL) + clone.builds("gumbel-backend-nd4j")).isZero();
    }

    @Test
    void aTrainingForWhichNoneIsNamedIsToldOfTheOthers() throws IOException, InterruptedException {
        String said = FASTER + "--backend djl (fetches 115 MB) or --backend nd4j (fetches 115 MB)";
        assertThat(start("train --epochs 1")).contains(said);
        assertThat(start("GUMBEL_BACKEND=java; train")).noneMatch(line -> line.startsWith(FASTER));
        assertThat(start("compare --steps 1")).noneMatch(line -> line.startsWith(FASTER));
        start("train --backend djl");
        assertThat(start("train")).contains(FASTER + "--backend djl (built already) or --backend nd4j (fetches 115 MB)");
    }

    @Test
    void whatIsBuiltIsListedAndComparedAndElseLeftAside() throws IOException, InterruptedException {
        start("train --backend djl");
        for (String words : List.of("backends", "backends --probe", "compare --steps 1")) {
            assertThat(classPath(start(words))).contains(DJL + "/target/" + DJL + "-1.jar");
        }
        assertThat(classPath(start("train"))).doesNotContain(DJL + "/target/" + DJL + "-1.jar");
        assertThat(classPath(start("compare --backends java"))).doesNotContain(DJL + "/target/" + DJL + "-1.jar");
        assertThat(clone.builds(DJL)).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bench --backends djl", "-v bench", "help bench", "bench --help"})
    void benchmarksHaveTheirOwnJarWithAllOfThem(String words) throws IOException, InterruptedException {
        List<String> started = start(words);
        assertThat(classPath(started)).containsExactly("gumbel-bench/target/gumbel-bench-1.jar");
        assertThat(started).noneMatch(line -> line.startsWith("-Dgumbel.backend.absent.djl"));
        assertThat(clone.builds(DJL)).isZero();
    }

    @Test
    void whatHasChangedIsBuiltAnewWithoutTheLibrariesOfBefore() throws IOException, InterruptedException {
        start("train --backend djl");
        Path old = Files.createFile(place.resolve(DJL + "/target/lib/old-1.jar"));
        Files.setLastModifiedTime(place.resolve(DJL + "/target/built"), FileTime.from(Instant.EPOCH));
        start("train");
        assertThat(clone.builds(DJL)).as("not until it is named").isOne();
        start("train --backend djl");
        assertThat(clone.builds(DJL)).isEqualTo(2);
        assertThat(old).doesNotExist();
    }

    @Test
    void aBackendThatCannotBeBuiltIsOneLineAndKeepsNoOtherFromComputing() throws IOException, InterruptedException {
        start("train");
        Path broken = Files.createFile(place.resolve(DJL + "/broken"));
        Start start = tryToStart("train --backend djl");
        assertThat(start.code()).isEqualTo(2);
        assertThat(start.lines()).containsExactly(
                "gumbel: building " + DJL + " (the first time fetches about 115 MB)", "[ERROR] no network",
                "gumbel: the backend djl could not be built; the messages above say why");
        assertThat(start("train --backend java")).contains(NO_DJL);
        Files.delete(broken);
        start("train --backend djl");
        assertThat(clone.builds(DJL)).isEqualTo(2);
    }

    /** Whether the JVM is asked, and what its answer comes to; kept until the JDK is another one. */
    @ParameterizedTest
    @CsvSource({"2, true", "3, false"})
    void whereTheJvmLeavesAvx512AsideItIsToldToTakeIt(String own, boolean told) throws IOException, InterruptedException {
        Path processor = Path.of("/proc/cpuinfo");
        List<String> flags;
        try (Stream<String> lines = Files.exists(processor) ? Files.lines(processor) : Stream.empty()) {
            flags = lines.filter(line -> line.startsWith("flags")).flatMap(line -> Stream.of(line.split(" "))).distinct().toList();
        }
        assumeTrue(flags.containsAll(List.of("avx512f", "avx512dq", "avx512cd", "avx512bw", "avx512vl")), "skipped: no AVX-512 here");
        Files.writeString(place.resolve("avx"), own);
        for (int i = 0; i < 2; i++) {
            assertThat(start("train").contains("-XX:UseAVX=3")).isEqualTo(told);
        }
        assertThat(start("GUMBEL_JVM_OPTS=-XX:UseAVX=2; train")).contains("-XX:UseAVX=2").doesNotContain("-XX:UseAVX=3");
        assertThat(Files.readAllLines(place.resolve("asked"))).as("a JVM is started to ask once").hasSize(1);
        Files.writeString(place.resolve("jdk/release"), "JAVA_VERSION=\"26\"\n");
        start("train");
        assertThat(Files.readAllLines(place.resolve("asked"))).hasSize(2);
    }
}
