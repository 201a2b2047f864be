package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher script makes of TORNADOVM_HOME. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a script for bash")
class TornadoLauncherTest {
    private static final String ABSENT = "-Dgumbel.backend.absent.tornado=";
    @TempDir
    private Path place;
    private LauncherClone clone;

    @BeforeEach
    void layOut() throws IOException {
        clone = LauncherClone.at(place);
    }

    /** What Java is started with; TORNADOVM_HOME is left out where it is empty. */
    private List<String> start(String tornado, String... arguments) throws IOException, InterruptedException {
        return clone.start(tornado.isEmpty() ? Map.of() : Map.of("TORNADOVM_HOME", tornado), arguments);
    }

    private Path sdk(String name) throws IOException {
        Path sdk = Files.createDirectories(place.resolve(name));
        Files.createFile(sdk.resolve("tornado-argfile"));
        return sdk;
    }

    private static void mend(Path sdk) throws IOException {
        Files.writeString(Files.createDirectories(sdk.resolve("share/java/tornado")).resolve("tornado-api-5.jar"), "classes");
    }

    private long builds() throws IOException {
        return clone.builds("gumbel-backend-tornado");
    }

    private void assertAbsent(String tornado, String reason) throws IOException, InterruptedException {
        for (String[] command : new String[][] {{"train", "--backend", "tornado"}, {"backends", "--probe"}, {"backends"}}) {
            assertThat(start(tornado, command)).contains(ABSENT + reason).noneMatch(line -> line.endsWith("/tornado-argfile"))
                    .noneMatch(line -> line.contains("tornado-1.jar"));
        }
    }

    @Test
    void withoutAnSdkItSaysWhatToInstall() throws IOException, InterruptedException {
        assertAbsent("", "TORNADOVM_HOME is not set; install TornadoVM's SDK 5.2.0 for JDK 25 (see docs/tornado.md) "
                + "and let it name the SDK's folder");
        assertThat(builds()).isZero();
    }

    @Test
    void aWrongFolderIsToldOnceTheModuleIsBuiltToo() throws IOException, InterruptedException {
        Path right = sdk("sdk");
        mend(right);
        start(right.toString());
        String advice = "; let it name the folder of TornadoVM's SDK 5.2.0 for JDK 25 (see docs/tornado.md)";
        Path empty = Files.createDirectories(place.resolve("empty"));
        Path file = place.resolve("pom.xml");
        Path absent = place.resolve("absent");
        assertAbsent(empty.toString(), "TORNADOVM_HOME is " + empty + ", where there is no tornado-argfile to read" + advice);
        assertAbsent(file.toString(), "TORNADOVM_HOME is " + file + ", which is no folder" + advice);
        assertAbsent(absent.toString(), "TORNADOVM_HOME is " + absent + ", which does not exist" + advice);
        assertThat(builds()).isOne();
    }

    @Test
    void aRightOneIsBuiltOnceAndGivesItsFlags() throws IOException, InterruptedException {
        Path right = sdk("sdk");
        mend(right);
        for (int i = 0; i < 2; i++) {
            assertThat(start(right.toString(), "train", "--backend", "tornado")).contains("@" + right + "/tornado-argfile")
                    .noneMatch(line -> line.startsWith(ABSENT)).anyMatch(line -> line.endsWith("gumbel-backend-tornado-1.jar"));
        }
        assertThat(start(right.toString(), "train")).noneMatch(line -> line.endsWith("/tornado-argfile"));
        assertThat(start("sdk", "backends", "--probe")).as("a relative path").contains("@" + right + "/tornado-argfile");
        assertThat(builds()).isOne();
    }

    @Test
    void aFailedBuildIsTriedAgainWithAnotherSdkAndWithTheSameMended() throws IOException, InterruptedException {
        Path broken = sdk("broken");
        String reason = "it could not be built with the SDK in " + broken + "; " + place + "/gumbel-vae/target/built-tornado.log says why; remove "
                + place + "/gumbel-vae/target/built-tornado to try again";
        assertAbsent(broken.toString(), reason);
        assertThat(builds()).as("with what has failed it is not tried at every start").isOne();
        Path right = sdk("sdk");
        mend(right);
        assertThat(start(right.toString(), "backends", "--probe")).contains("@" + right + "/tornado-argfile");
        assertThat(builds()).isEqualTo(2);
        assertAbsent(broken.toString(), reason);
        assertThat(builds()).isEqualTo(3);
        mend(broken);
        assertThat(start(broken.toString(), "backends", "--probe")).contains("@" + broken + "/tornado-argfile");
    }

    /** The file holds whole paths: of an SDK that has moved it starts no JVM. */
    @Test
    void anArgumentFileThatStartsNoJvmIsToldAtTheBuild() throws IOException, InterruptedException {
        Path moved = sdk("moved");
        mend(moved);
        Files.writeString(moved.resolve("tornado-argfile"), "moved");
        assertAbsent(moved.toString(), "it could not be built with the SDK in " + moved + "; " + place
                + "/gumbel-vae/target/built-tornado.log says why; remove " + place + "/gumbel-vae/target/built-tornado to try again");
        assertThat(place.resolve("gumbel-vae/target/built-tornado.log")).content().contains("no such module");
        assertThat(builds()).isOne();
        Files.writeString(moved.resolve("tornado-argfile"), "right again");
        assertThat(start(moved.toString(), "backends", "--probe")).contains("@" + moved + "/tornado-argfile");
    }

    @Test
    void whatChangedWhileThereWasNoSdkIsBuiltOnceThereIsOne() throws IOException, InterruptedException {
        Path right = sdk("sdk");
        mend(right);
        start(right.toString());
        // As if pom.xml had been changed since.
        Files.setLastModifiedTime(place.resolve("gumbel-vae/target/built"), FileTime.from(Instant.EPOCH));
        start("");
        start(right.toString());
        assertThat(builds()).isEqualTo(2);
    }
}
