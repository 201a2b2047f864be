package dev.gumbel.vae.data;

import dev.gumbel.vae.download.RemoteFile;
import dev.gumbel.vae.download.RemoteSet;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the sets of 28 x 28 images are published that this program knows. */
final class PublishedSets {
    /** Checksums of the unpacked files: mirrors pack them differently. */
    static final RemoteSet MNIST = new RemoteSet(
            "MNIST",
            uris("https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"),
            files(
                    "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
                    "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
                    "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
                    "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"));

    /** Checksums of the files as published. */
    static final RemoteSet FASHION_MNIST = new RemoteSet(
            "Fashion-MNIST",
            uris("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
                    "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/"),
            files(
                    "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
                    "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
                    "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
                    "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"));

    private PublishedSets() {}

    /** The name of the set whose training images have this checksum, unpacked, if that is known. */
    static Optional<String> nameOf(String imagesSha256) {
        return MNIST.files().getFirst().sha256().equals(imagesSha256) ? Optional.of(DatasetName.MNIST.toString()) : Optional.empty();
    }

    private static List<URI> uris(String... addresses) {
        return Stream.of(addresses).map(URI::create).toList();
    }

    private static List<RemoteFile> files(String trainImages, String trainLabels, String testImages, String testLabels) {
        return List.of(
                new RemoteFile("train-images-idx3-ubyte.gz", 16 + 60_000 * 784, trainImages),
                new RemoteFile("train-labels-idx1-ubyte.gz", 8 + 60_000, trainLabels),
                new RemoteFile("t10k-images-idx3-ubyte.gz", 16 + 10_000 * 784, testImages),
                new RemoteFile("t10k-labels-idx1-ubyte.gz", 8 + 10_000, testLabels));
    }
}
