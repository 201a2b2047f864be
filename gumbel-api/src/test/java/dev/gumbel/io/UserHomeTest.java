package dev.gumbel.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class UserHomeTest {
    private static final String PROPERTY = "user.home";
    private final String before = System.getProperty(PROPERTY);

    @TempDir
    private Path folder;

    @AfterEach
    void restore() {
        System.setProperty(PROPERTY, before);
    }

    @Test
    void aUserWithoutAHomeHasAFolderBeneathTheTemporaryOne() throws IOException {
        System.setProperty(PROPERTY, "?");
        assertThat(UserHome.holds(".djl.ai")).isFalse();
        for (Map<String, String> environment : Map.of("a", Map.<String, String>of(), "b", Map.of("HOME", "here"),
                "c", Map.of("HOME", folder.resolve("absent").toString())).values()) {
            Path cache = UserHome.folder(environment, ".cache");
            assertThat(cache.getParent().getParent()).isEqualTo(Path.of(System.getProperty("java.io.tmpdir")));
            assertThat(Files.getPosixFilePermissions(cache.getParent())).hasSize(3);
        }
    }

    @Test
    void homeIsTakenWhereItIsAFolder() throws IOException {
        System.setProperty(PROPERTY, "?");
        assertThat(UserHome.folder(Map.of("HOME", folder.toString()), ".cache/gumbel")).isEqualTo(folder.resolve(".cache/gumbel"));
        Files.createFile(folder.resolve(".cache"));
        assertThat(UserHome.folder(Map.of("HOME", folder.toString()), ".cache/gumbel")).doesNotExist().satisfies(
                path -> assertThat(path.startsWith(folder)).isFalse());
    }
}
