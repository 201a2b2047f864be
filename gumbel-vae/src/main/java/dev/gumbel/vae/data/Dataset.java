package dev.gumbel.vae.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A training and a test set of images of one size. */
public record Dataset(String name, String source, ImageSet train, ImageSet test) {
    /** Rows and columns of every image here. */
    public static final int SIDE = 28;

    /**
     * Reads the four files of MNIST, or of a set in its form, from a folder. The set has the name of a published one where its checksum is that
     * one's, else the folder's.
     *
     * @throws DataException if the folder or one of the files cannot be used
     */
    public static Dataset folder(Path folder) {
        if (!Files.exists(folder)) {
            throw new DataException("%s: no such folder; give --data the folder that holds train-images-idx3-ubyte[.gz] and its three siblings"
                    .formatted(folder));
        }
        if (!Files.isDirectory(folder)) {
            throw new DataException("%s: is a file, expected the folder that holds the four IDX files".formatted(folder));
        }
        Path place = folder.toAbsolutePath().normalize();
        Dataset read = read(String.valueOf(place.getFileName()), folder);
        return PublishedSets.nameOf(read.train().imagesSha256())
                .map(name -> new Dataset(name, read.source(), read.train(), read.test())).orElse(read);
    }

    /** Reads the four files in a folder as the set of that name. */
    static Dataset read(String name, Path folder) {
        return new Dataset(name, folder.toAbsolutePath().normalize().toString(), read(folder, "train"), read(folder, "t10k"));
    }

    private static ImageSet read(Path folder, String prefix) {
        Path imageFile = find(folder, prefix + "-images", "idx3-ubyte");
        Path labelFile = find(folder, prefix + "-labels", "idx1-ubyte");
        IdxFile images = IdxFile.read(imageFile, SIDE, SIDE);
        IdxFile labels = IdxFile.read(labelFile);
        if (images.dims()[0] != labels.dims()[0]) {
            throw new DataException("%s: %d labels for the %d images of %s; the files do not belong together".formatted(
                    labelFile, labels.dims()[0], images.dims()[0], imageFile.getFileName()));
        }
        return new ImageSet(images.data(), labels.data(), SIDE, SIDE, images.sha256(), labels.sha256());
    }

    /** The file by any of the names it goes by. */
    private static Path find(Path folder, String stem, String kind) {
        List<String> names = Stream.of("-" + kind, "." + kind).flatMap(name -> Stream.of(stem + name, stem + name + ".gz")).toList();
        return names.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst().orElseThrow(() -> new DataException(
                "%s: no %s[.gz]; the folder must hold all four files of the set".formatted(folder, names.getFirst())));
    }

    /** The same images with another word on where they come from. */
    Dataset from(String source) {
        return new Dataset(name, source, train, test);
    }

    /** Both sets cut to at most so many images. */
    public Dataset limit(int most) {
        return new Dataset(name, source, train.limit(most), test.limit(most));
    }
}
