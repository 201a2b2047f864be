package dev.gumbel.backend.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoclCacheTest {

    @TempDir
    private Path place;

    @Test
    void aFolderThatIsOrMayBeMadeHasNoFault() throws IOException {
        assertThat(PoclCache.fault(Map.of("POCL_CACHE_DIR", place.toString()))).isEmpty();
        assertThat(PoclCache.fault(Map.of("POCL_CACHE_DIR", place.resolve("a/b").toString()))).isEmpty();
        assertThat(Files.list(place)).as("nothing is left there").isEmpty();
    }

    @Test
    void looksWherePoclPutsItsCache() throws IOException {
        Path file = Files.createFile(place.resolve("file"));
        String why = " (Not a directory)";
        assertThat(PoclCache.fault(Map.of("POCL_CACHE_DIR", file.toString(), "HOME", place.toString()))).get().asString().contains(file + why);
        assertThat(PoclCache.fault(Map.of("XDG_CACHE_HOME", file.toString(), "HOME", place.toString()))).get().asString()
                .contains(file + "/pocl" + why);
        assertThat(PoclCache.fault(Map.of("HOME", file.toString()))).get().asString().contains(file + "/.cache/pocl" + why);
        assertThat(PoclCache.fault(Map.of("POCL_CACHE_DIR", place.toString(), "HOME", file.toString()))).isEmpty();
    }
}
