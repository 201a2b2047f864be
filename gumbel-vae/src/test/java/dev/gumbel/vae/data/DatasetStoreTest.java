package dev.gumbel.vae.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gumbel.vae.download.DownloadListener;
import dev.gumbel.vae.download.Downloader;
import dev.gumbel.vae.download.MirrorServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetStoreTest {
    private static final List<String> FILES = List.of(
            "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz");

    @TempDir
    private Path cache;
    private MirrorServer mirror;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void start() throws IOException {
        mirror = new MirrorServer();
        environment.put("XDG_CACHE_HOME", cache.toString());
        environment.put(DatasetStore.MIRROR, mirror.address().toString());
    }

    @AfterEach
    void stop() {
        mirror.close();
    }

    private Dataset open(DatasetName name, int most) {
        return new DatasetStore(environment, new Downloader(new DownloadListener() {})).open(name, most);
    }

    @Test
    void glyphsNeedNeitherNetworkNorCache() {
        Dataset glyphs = open(DatasetName.GLYPHS, 20);
        assertThat(glyphs.name()).isEqualTo("glyphs");
        assertThat(glyphs.source()).isEqualTo("drawn by the program");
        assertThat(glyphs.train().count()).isEqualTo(20);
        assertThat(mirror.requests()).isEmpty();
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void autoComesToGlyphsWhereNothingCanBeHadAndTellsWhy() {
        mirror.close();
        Dataset auto = open(DatasetName.AUTO, 20);
        assertThat(auto.name()).isEqualTo("glyphs");
        assertThat(auto.source()).isEqualTo(
                "drawn by the program: train-images-idx3-ubyte.gz of MNIST cannot be fetched from 127.0.0.1: no connection");
        assertThat(auto.train().pixels()).isEqualTo(Glyphs.dataset(20).train().pixels());
    }

    @Test
    void autoTakesNothingWithAWrongSum() {
        mirror.answer(MirrorServer.file(new byte[] {1, 2, 3}));
        assertThat(open(DatasetName.AUTO, 20).source()).contains("sends another file under this name (its SHA-256 is not ba891046e6505d7a");
        assertThat(cache.resolve("gumbel/mnist")).isDirectoryNotContaining("glob:**.gz*");
    }

    @Test
    void aNamedSetThatCannotBeHadIsAnError() {
        mirror.close();
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> open(DatasetName.FASHION_MNIST, 20)).withMessage(
                "--dataset fashion-mnist: train-images-idx3-ubyte.gz of Fashion-MNIST cannot be fetched from 127.0.0.1: no connection; "
                        + "put its four files into a folder and give --data, or name a server that has them in GUMBEL_MIRROR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"files.example.org", "ftp://files.example.org", "http://"})
    void anAddressThatIsNoneIsAnError(String address) {
        environment.put(DatasetStore.MIRROR, address);
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> open(DatasetName.AUTO, 20))
                .withMessage("GUMBEL_MIRROR: '%s' is not an address such as https://files.example.org/sets", address);
    }

    @Test
    void aCacheThatCannotBeMadeIsNoReasonNotToTrain() throws IOException {
        environment.put("XDG_CACHE_HOME", Files.createFile(cache.resolve("file")).toString());
        assertThat(open(DatasetName.AUTO, 20).source()).startsWith("drawn by the program: MNIST cannot be fetched: ");
    }

    @Test
    void mnistIsFetchedOnceAndThenTakenFromTheCache() throws IOException {
        String real = System.getenv("GUMBEL_MNIST");
        assumeTrue(real != null, "skipped: the environment variable GUMBEL_MNIST does not name a folder with the MNIST files");
        for (String file : FILES) {
            mirror.answer("mnist/" + file, MirrorServer.file(Files.readAllBytes(Path.of(real, file))));
        }
        Dataset fetched = open(DatasetName.AUTO, 100);
        assertThat(fetched.name()).isEqualTo("mnist");
        assertThat(fetched.train().count()).isEqualTo(100);
        assertThat(fetched.train().pixels()).isEqualTo(Dataset.folder(Path.of(real)).train().limit(100).pixels());
        assertThat(mirror.requests()).hasSize(4);
        mirror.close();
        Dataset cached = open(DatasetName.MNIST, 100);
        assertThat(cached.source()).isEqualTo(cache.resolve("gumbel/mnist").toString());
        assertThat(cached.test().pixels()).isEqualTo(fetched.test().pixels());
    }
}
