package dev.gumbel.vae.train;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a run folder, which may come from someone else: all that is read of one is read through this. In it there are folders and regular
 * files alone. A symbolic link could show a file of the reader's or have one written over; a FIFO or a device could be read for ever. The folder
 * itself may be named by a link.
 */
public final class RunFiles {
    /** Bytes of config.json: far more than a configuration needs. */
    public static final long MOST_CONFIG = 1L << 20;
    /** Bytes of metrics.jsonl and of latents.jsonl: more than a million lines. */
    public static final long MOST_LINES = 1L << 28;
    /** Bytes of one picture. */
    public static final long MOST_PICTURE = 1L << 25;
    /** Bytes of the weights: a thousand million of them. */
    public static final long MOST_WEIGHTS = 1L << 32;
    /** Bytes of a checkpoint: the weights and two moments of each. */
    public static final long MOST_CHECKPOINT = 3 * MOST_WEIGHTS;
    /** Files and folders; a run has a few for each epoch. */
    private static final int MOST_ENTRIES = 100_000;
    private static final String CONFIG = "config.json";

    private final Path folder;

    private RunFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * The files of a run.
     *
     * @throws TrainingException if the folder holds none, or anything that is neither a regular file nor a folder
     */
    public static RunFiles of(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new TrainingException(Files.exists(folder)
                    ? "%s: is a file, expected a run's folder".formatted(folder) : "%s: no such folder; name a run's".formatted(folder));
        }
        RunFiles files = new RunFiles(folder);
        if (!files.has(CONFIG)) {
            throw new TrainingException("%s: holds no run: no config.json".formatted(folder));
        }
        try {
            // A link's own target is walked; those within are not followed.
            Files.walkFileTree(folder.toRealPath(), new Inspection(folder));
        } catch (IOException failure) {
            throw new TrainingException("%s: cannot be read (%s)".formatted(folder, failure), failure);
        }
        return files;
    }

    /** Whether there is anything of this name. */
    public boolean has(String name) {
        return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    public Path path(String name) {
        return folder.resolve(name);
    }

    /** The bytes of config.json. */
    public byte[] config() {
        return bytes(CONFIG, MOST_CONFIG);
    }

    /** The lines of a file; a byte that is no text becomes a mark in its line. */
    public List<String> lines(String name) {
        return new String(bytes(name, MOST_LINES), StandardCharsets.UTF_8).lines().toList();
    }

    /**
     * A file as a whole.
     *
     * @param most bytes that are read
     * @throws TrainingException if it is no regular file, longer, or cannot be read
     */
    public byte[] bytes(String name, long most) {
        Path file = regular(name, most);
        // What a file says of its size may be untrue, or another file have taken its place since it was looked at.
        try (InputStream stream = Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = stream.readNBytes((int) most + 1);
            requireShort(file, bytes.length, most);
            return bytes;
        } catch (IOException failure) {
            throw new TrainingException("%s: cannot be read (%s)".formatted(file, failure), failure);
        }
    }

    /**
     * A file, for those who read it themselves.
     *
     * @throws TrainingException if it is no regular file, lies behind a link, is longer than so many bytes, or cannot be read
     */
    public Path regular(String name, long most) {
        return regular(folder, name, most);
    }

    static Path regular(Path folder, String name, long most) {
        Path file = folder.resolve(name);
        try {
            for (@Nullable Path above = file.getParent(); above != null && !above.equals(folder); above = above.getParent()) {
                requirePlain(above, attributes(above));
            }
            BasicFileAttributes found = attributes(file);
            requirePlain(file, found);
            if (found.isDirectory()) {
                throw new TrainingException("%s: is a folder, expected a file; remove it".formatted(file));
            }
            requireShort(file, found.size(), most);
            return file;
        } catch (IOException failure) {
            throw new TrainingException("%s: cannot be read (%s)".formatted(file, failure), failure);
        }
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static void requirePlain(Path file, BasicFileAttributes found) {
        if (!found.isRegularFile() && !found.isDirectory()) {
            throw new TrainingException("%s: is %s, and a run folder holds regular files alone; remove it if you know what it is".formatted(
                    file, found.isSymbolicLink() ? "a symbolic link" : "a FIFO, a socket or a device"));
        }
    }

    private static void requireShort(Path file, long bytes, long most) {
        if (bytes > most) {
            throw new TrainingException("%s: %s bytes, expected at most %d; is it another file?".formatted(
                    file, bytes == most + 1 ? "more than " + most : bytes, most));
        }
    }

    /** Looks at all that lies in a folder, and follows no link. */
    private static final class Inspection extends SimpleFileVisitor<Path> {
        private final Path folder;
        private int entries;

        private Inspection(Path folder) {
            this.folder = folder;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes found) throws IOException {
            requirePlain(folder.resolve(folder.toRealPath().relativize(file)), found);
            if (++entries > MOST_ENTRIES) {
                throw new TrainingException("%s: more than %d files; is it a run's folder?".formatted(folder, MOST_ENTRIES));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            // A training at work in the folder moves what it has written to its place.
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }
}
