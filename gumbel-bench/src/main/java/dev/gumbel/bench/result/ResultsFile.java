package dev.gumbel.bench.result;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Results on the disk. */
public final class ResultsFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private ResultsFile() {}

    public static String json(Results results) {
        try {
            return JSON.writeValueAsString(results);
        } catch (JacksonException impossible) {
            throw new IllegalStateException("records of numbers and words can be written", impossible);
        }
    }

    /**
     * Reads results.
     *
     * @throws IllegalArgumentException if the file cannot be read or holds something else
     */
    public static Results read(Path file) {
        try {
            Results results = JSON.readValue(Files.readString(file), Results.class);
            if (results.form() != Results.FORM) {
                throw new IllegalArgumentException(
                        "%s: form %d of results, this program reads form %d".formatted(file, results.form(), Results.FORM));
            }
            return results;
        } catch (JacksonException wrong) {
            throw new IllegalArgumentException("%s: not the results.json of 'gumbel bench'".formatted(file), wrong);
        } catch (NoSuchFileException absent) {
            throw new IllegalArgumentException("%s: no such file; name the results.json of a 'gumbel bench'".formatted(file), absent);
        } catch (IOException failure) {
            throw new IllegalArgumentException("%s: cannot be read (%s)".formatted(file, failure), failure);
        }
    }

    /** Writes a text, all of it or nothing. */
    public static void write(Path file, String text) {
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(beside, text);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
