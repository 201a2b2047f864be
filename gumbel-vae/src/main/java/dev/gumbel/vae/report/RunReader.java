package dev.gumbel.vae.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gumbel.vae.train.SavedRun;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads run folders, finished or not, while they are written too. */
final class RunReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_STEPS = 6000;
    private static final int MOST_PICTURES = 30;

    private final Path folder;
    private final String name;
    private final boolean alone;

    private RunReader(Path folder, String name, boolean alone) {
        this.folder = folder;
        this.name = name;
        this.alone = alone;
    }

    /**
     * All that a page shows of a run.
     *
     * @param alone false where it is one of several, of which only the test images are shown
     * @throws dev.gumbel.vae.train.TrainingException if the folder holds no run
     * @throws ReportException if it cannot be read
     */
    static RunData read(Path folder, String name, boolean alone) {
        return new RunReader(folder, name, alone).read();
    }

    private RunData read() {
        JsonNode config = config();
        NavigableMap<Long, JsonNode> steps = new TreeMap<>();
        NavigableMap<Long, JsonNode> epochs = new TreeMap<>();
        for (JsonNode line : lines("metrics.jsonl")) {
            switch (line.path("type").asText()) {
                case "step" -> steps.put(line.path("step").asLong(), line);
                case "epoch" -> epochs.put(line.path("epoch").asLong(), line);
                default -> { }
            }
        }
        List<JsonNode> latents = Files.exists(folder.resolve("latents.jsonl")) ? lines("latents.jsonl") : List.of();
        List<JsonNode> logged = List.copyOf(steps.values());
        return new RunData(
                name, config, steps(thinned(logged, MOST_STEPS)), stride(logged.size(), MOST_STEPS), List.copyOf(epochs.values()),
                pictures(epochs.navigableKeySet().stream().map(Long::intValue).toList()), latents.isEmpty() ? null : latents.getLast(),
                latents.stream().map(line -> new RunData.LatentKl(line.path("epoch").asInt(), line.path("kl"))).toList(),
                alone && !latents.isEmpty() ? picture(latents.getLast().path("epoch").asInt(), "latents") : null);
    }

    private JsonNode config() {
        Path file = SavedRun.configuration(folder);
        JsonNode config = parse(file, 0, String.join("\n", text(file)));
        if (!config.path("options").isObject() || !config.path("data").isObject()) {
            throw new ReportException("%s: not a run's configuration: no options or no data in it".formatted(file));
        }
        return config;
    }

    /** The lines of a file; a last one that is cut short is left out, for a run may have been ended while it wrote. */
    private List<JsonNode> lines(String name) {
        Path file = folder.resolve(name);
        List<String> lines = text(file);
        List<JsonNode> nodes = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (i < lines.size() - 1 || lines.get(i).endsWith("}")) {
                nodes.add(parse(file, i + 1, lines.get(i)));
            }
        }
        return nodes;
    }

    private static List<String> text(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (MalformedInputException binary) {
            throw new ReportException("%s: is no text; is it another file under this name?".formatted(file), binary);
        } catch (IOException failure) {
            throw new ReportException("%s: cannot be read (%s)".formatted(file, failure), failure);
        }
    }

    private static JsonNode parse(Path file, int line, String text) {
        String fault = "%s%s: not a JSON object; the file was changed or damaged".formatted(file, line == 0 ? "" : ": line " + line);
        try {
            JsonNode node = JSON.readTree(text);
            if (!node.isObject()) {
                throw new ReportException(fault);
            }
            return node;
        } catch (IOException notJson) {
            throw new ReportException(fault, notJson);
        }
    }

    private static RunData.Steps steps(List<JsonNode> steps) {
        return new RunData.Steps(
                steps.stream().mapToLong(step -> step.path("step").asLong()).toArray(),
                steps.stream().mapToInt(step -> step.path("epoch").asInt()).toArray(),
                steps.stream().mapToInt(step -> step.path("batch").asInt()).toArray(),
                steps.stream().mapToDouble(step -> rounded(step.path("loss").asDouble())).toArray(),
                steps.stream().mapToDouble(step -> rounded(step.path("temperature").asDouble())).toArray());
    }

    /** What a screen can show of it. */
    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }

    private static int stride(int size, int most) {
        return Math.max(1, (size + most - 1) / most);
    }

    /** At most so many, evenly, the last always among them. */
    private static <T> List<T> thinned(List<T> all, int most) {
        int stride = stride(all.size(), most);
        return IntStream.range(0, all.size()).filter(i -> (all.size() - 1 - i) % stride == 0).mapToObj(all::get).toList();
    }

    private List<RunData.EpochPictures> pictures(List<Integer> epochs) {
        return thinned(epochs, MOST_PICTURES).stream().map(epoch -> new RunData.EpochPictures(
                epoch, picture(epoch, "test"), alone ? picture(epoch, "train") : null, alone ? picture(epoch, "samples") : null)).toList();
    }

    private @Nullable String picture(int epoch, String kind) {
        Path file = folder.resolve("images").resolve("epoch-%03d-%s.png".formatted(epoch, kind));
        if (!Files.exists(file)) {
            return null;
        }
        try {
            return "data:image/png;base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException failure) {
            throw new ReportException("%s: cannot be read (%s)".formatted(file, failure), failure);
        }
    }
}
