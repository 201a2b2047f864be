package dev.gumbel.bench.result;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Results on the disk. */
public final class ResultsFile {
    private static final int OLDEST = 2;
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
            JsonNode json = JSON.readTree(Files.readString(file));
            int form = json.path("form").asInt(Results.FORM);
            if (form < OLDEST || form > Results.FORM) {
                throw new IllegalArgumentException(
                        "%s: form %d of results, this program reads forms %d to %d".formatted(file, form, OLDEST, Results.FORM));
            }
            if (form == OLDEST) {
                addFlagsAndTimes(json);
            }
            if (form < Results.FORM) {
                addWhoComputed(json);
            }
            return JSON.treeToValue(json, Results.class);
        } catch (JacksonException wrong) {
            throw new IllegalArgumentException("%s: not the results.json of 'gumbel bench'".formatted(file), wrong);
        } catch (NoSuchFileException absent) {
            throw new IllegalArgumentException("%s: no such file; name the results.json of a 'gumbel bench'".formatted(file), absent);
        } catch (IOException failure) {
            throw new IllegalArgumentException("%s: cannot be read (%s)".formatted(file, failure), failure);
        }
    }

    /** Form 2 had the flags of all JVMs together, and knew neither cores nor processor time. */
    private static void addFlagsAndTimes(JsonNode json) {
        JsonNode flags = json.path("plan").path("flags");
        if (json.path("plan") instanceof ObjectNode plan) {
            plan.remove("flags");
        }
        if (json.path("machine") instanceof ObjectNode machine) {
            machine.put("cores", 0);
        }
        for (JsonNode subject : json.path("subjects")) {
            if (subject instanceof ObjectNode each) {
                each.set("flags", flags);
            }
        }
        for (JsonNode measurement : json.path("measurements")) {
            if (measurement instanceof ObjectNode each) {
                each.put("processor", 0);
            }
        }
    }

    /** Until form 3 nothing told who computed, and in which vectors. */
    private static void addWhoComputed(JsonNode json) {
        if (json.path("machine") instanceof ObjectNode machine) {
            machine.put("vectorBits", 0);
        }
        for (JsonNode subject : json.path("subjects")) {
            if (subject instanceof ObjectNode each) {
                each.put("by", "").put("computes", each.path("version").asText()).put("vectorBits", 0);
            }
        }
        if (json instanceof ObjectNode results) {
            results.put("form", Results.FORM);
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
