package dev.gumbel.vae.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real MNIST, byte for byte. */
class MnistFilesTest {
    private static Dataset mnist;

    @BeforeAll
    static void read() {
        String folder = System.getenv("GUMBEL_MNIST");
        assumeTrue(folder != null, "skipped: the environment variable GUMBEL_MNIST does not name a folder with the MNIST files");
        mnist = Dataset.folder(Path.of(folder));
    }

    /** The published sums of the four files once unpacked. */
    @Test
    void theFourFilesAreThosePublished() {
        assertThat(mnist.train().imagesSha256()).isEqualTo("ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db");
        assertThat(mnist.train().labelsSha256()).isEqualTo("65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5");
        assertThat(mnist.test().imagesSha256()).isEqualTo("0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7");
        assertThat(mnist.test().labelsSha256()).isEqualTo("ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");
    }

    @Test
    void thereAreSixtyAndTenThousandImages() {
        assertThat(mnist.train().count()).isEqualTo(60_000);
        assertThat(mnist.test().count()).isEqualTo(10_000);
        assertThat(mnist.train().pixels()).hasSize(60_000 * 784);
        assertThat(mnist.test().pixels()).hasSize(10_000 * 784);
    }

    @Test
    void theFirstImagesAreAFiveAndASeven() {
        assertThat(mnist.train().labels()[0]).isEqualTo((byte) 5);
        assertThat(mnist.test().labels()[0]).isEqualTo((byte) 7);
    }
}
