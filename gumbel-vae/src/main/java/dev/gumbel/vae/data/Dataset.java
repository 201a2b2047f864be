package dev.gumbel.vae.data;

import dev.gumbel.vae.data.SetFiles.Part;
import java.nio.file.Path;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A training and a test set of images of one size. */
public record Dataset(String name, String source, ImageSet train, ImageSet test) {
    private static final Logger LOG = LoggerFactory.getLogger(Dataset.class);

    /**
     * Reads the four files of MNIST, or of a set in its form, from a folder. The set has the name of a published one where its checksum is that
     * one's, else the folder's.
     *
     * @throws DataException if the folder or one of the files cannot be used
     */
    public static Dataset folder(Path folder) {
        SetFiles files = SetFiles.find(folder);
        Dataset read = read(files.name(), folder, files);
        return PublishedSets.nameOf(read.train().imagesSha256())
                .map(name -> new Dataset(name, read.source(), read.train(), read.test())).orElse(read);
    }

    /** Whether {@link #folder} would find a folder there, or at least a part of the set that it names; what is in them is not looked at. */
    public static boolean isAt(Path folder) {
        return SetFiles.isAt(folder);
    }

    /** Reads the four files in a folder as the set of that name. */
    static Dataset read(String name, Path folder) {
        return read(name, folder, SetFiles.find(folder));
    }

    private static Dataset read(String name, Path folder, SetFiles files) {
        ImageSet train = read(files, Part.TRAIN_IMAGES, Part.TRAIN_LABELS);
        ImageSet test = read(files, Part.TEST_IMAGES, Part.TEST_LABELS);
        if (train.rows() != test.rows() || train.columns() != test.columns()) {
            throw new DataException("%s: images of %s pixels, those of %s have %s; the files do not belong together".formatted(
                    files.file(Part.TRAIN_IMAGES), IdxFile.times(train.rows(), train.columns()), files.file(Part.TEST_IMAGES).getFileName(),
                    IdxFile.times(test.rows(), test.columns())));
        }
        return new Dataset(name, folder.toAbsolutePath().normalize().toString(), train, test);
    }

    private static ImageSet read(SetFiles files, Part imagePart, Part labelPart) {
        IdxFile images = read(files, imagePart, IdxFile::images);
        IdxFile labels = read(files, labelPart, IdxFile::labels);
        if (images.dims()[0] != labels.dims()[0]) {
            throw new DataException("%s: %d labels for the %d images of %s; the files do not belong together".formatted(
                    files.file(labelPart), labels.dims()[0], images.dims()[0], files.file(imagePart).getFileName()));
        }
        return new ImageSet(images.data(), labels.data(), images.dims()[1], images.dims()[2], images.sha256(), labels.sha256());
    }

    /** Where a file lies there twice, plain and gzipped, the first is read, and it is said if the other holds something else. */
    private static IdxFile read(SetFiles files, Part part, Function<Path, IdxFile> reader) {
        IdxFile read = reader.apply(files.file(part));
        for (Path other : files.all(part).stream().skip(1).toList()) {
            String difference;
            try {
                difference = reader.apply(other).sha256().equals(read.sha256()) ? "" : "holds something else";
            } catch (DataException unreadable) {
                difference = "cannot be read";
            }
            if (!difference.isEmpty()) {
                LOG.warn("{} is read; {}, which lies beside it, {}", files.file(part), other.getFileName(), difference);
            }
        }
        return read;
    }

    /** The same images with rows and columns swapped, as EMNIST's have to be. */
    public Dataset transposed() {
        return new Dataset(name, source, train.transposed(), test.transposed());
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
