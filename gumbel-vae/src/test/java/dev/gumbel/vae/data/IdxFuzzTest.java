package dev.gumbel.vae.data;

import dev.gumbel.vae.Fuzz;
import dev.gumbel.vae.IdxFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFuzzTest {
    /** Both buffers, of the file and of the unpacking, and what the unpacked data take. */
    private static final long MOST_BYTES = 8L << 20;
    private static final List<byte[]> GOOD = List.of(
            IdxFiles.images(3, 4), IdxFiles.gzip(IdxFiles.images(3, 4)), IdxFiles.images(1, 4), IdxFiles.gzip(IdxFiles.images(40, 4)));

    @TempDir
    private Path folder;

    @Test
    void readsOrRefusesWhateverItIsGiven() throws IOException {
        fuzz().quickly(folder.resolve("images"), GOOD, IdxFile::images);
    }

    @Test
    @Tag("exhaustive")
    void readsOrRefusesAtLength() throws IOException {
        fuzz().atLength(folder.resolve("images"), GOOD, IdxFile::images);
    }

    private static Fuzz fuzz() {
        return new Fuzz("IDX", MOST_BYTES, List.of(DataException.class));
    }
}
