package dev.gumbel.vae.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Writes what each epoch's latents are used for: a line of latents.jsonl. */
public final class LatentsFile implements TrainingListener {
    static final String NAME = "latents.jsonl";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    public LatentsFile(RunFolder folder) {
        this.file = folder.path().resolve(NAME);
    }

    @Override
    public void latents(Latents latents) {
        try {
            Files.writeString(file, RunFolder.line(latents.use()) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new TrainingException("%s: cannot be written (%s)".formatted(file, failure), failure);
        }
    }

    /**
     * Keeps one whole line of each of the epochs up to one.
     *
     * @param warnings hears of damaged lines, but not of a last one cut short, which is made again
     * @return whether the last of these epochs has its line
     */
    static boolean repair(RunFiles files, long epochs, Consumer<String> warnings) throws IOException {
        try {
            return repaired(files, epochs, warnings);
        } catch (TrainingException unreadable) {
            warnings.accept("%s; the training goes on".formatted(unreadable.getMessage()));
            return false;
        }
    }

    private static boolean repaired(RunFiles files, long epochs, Consumer<String> warnings) throws IOException {
        if (!files.has(NAME)) {
            return epochs == 0;
        }
        NavigableMap<Long, String> kept = new TreeMap<>();
        List<String> lines = files.lines(NAME);
        int damaged = 0;
        for (int i = 0; i < lines.size(); i++) {
            long epoch = epoch(lines.get(i));
            if (epoch >= 1 && epoch <= epochs) {
                kept.put(epoch, lines.get(i));
            } else if (epoch < 1 && i < lines.size() - 1) {
                damaged++;
            }
        }
        if (damaged > 0) {
            warnings.accept("%s: damaged lines are removed: %d of %d".formatted(files.path(NAME), damaged, lines.size()));
        }
        RunFolder.replace(files.path(NAME), beside -> Files.write(beside, kept.values()));
        return epochs == 0 || kept.containsKey(epochs);
    }

    /** The epoch that a line is about; 0 where it is damaged. */
    private static long epoch(String line) {
        try {
            return JSON.readTree(line).path("epoch").asLong();
        } catch (JsonProcessingException damaged) {
            return 0;
        }
    }
}
