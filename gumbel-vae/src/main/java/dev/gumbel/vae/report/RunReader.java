package dev.gumbel.vae.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gumbel.vae.train.RunFiles;
import dev.gumbel.vae.train.TrainingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads run folders, finished or not, while they are written too. */
final class RunReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_STEPS = 6000;
    private static final int MOST_PICTURES = 30;

    /** Of all pictures of a run; as text on the page it is a third more. */
    private static final long MOST_PICTURE_BYTES = 1L << 28;

    private final RunFiles files;
    private final String name;
    private final boolean alone;
    private final List<String> damage = new ArrayList<>();
    private long room = MOST_PICTURE_BYTES;

    private RunReader(Path folder, String name, boolean alone) {
        this.files = RunFiles.of(folder);
        this.name = name;
        this.alone = alone;
    }

    /**
     * All that a page shows of a run.
     *
     * @param alone false where it is one of several, of which only the test images are shown
     * @throws TrainingException if the folder holds no run, or what no run has, or a file of it cannot be read
     * @throws ReportException if its configuration is none
     */
    static RunData read(Path folder, String name, boolean alone) {
        return new RunReader(folder, name, alone).read();
    }

    private RunData read() {
        JsonNode config = config();
        NavigableMap<Long, Step> steps = new TreeMap<>();
        NavigableMap<Long, JsonNode> epochs = new TreeMap<>();
        lines("metrics.jsonl", line -> {
            switch (line.path("type").asText()) {
                case "step" -> steps.put(line.path("step").asLong(), Step.of(line));
                case "epoch" -> epochs.put(line.path("epoch").asLong(), line);
                default -> { }
            }
        });
        List<JsonNode> latents = new ArrayList<>();
        if (files.has("latents.jsonl")) {
            lines("latents.jsonl", latents::add);
        }
        List<Step> logged = List.copyOf(steps.values());
        List<RunData.EpochPictures> pictures = pictures(epochs.navigableKeySet().stream().map(Long::intValue).toList());
        @Nullable String traversal = alone && !latents.isEmpty() ? picture(latents.getLast().path("epoch").asInt(), "latents") : null;
        return new RunData(
                name, config, steps(thinned(logged, MOST_STEPS)), stride(logged.size(), MOST_STEPS), List.copyOf(epochs.values()), pictures,
                latents.isEmpty() ? null : latents.getLast(),
                latents.stream().map(line -> new RunData.LatentKl(line.path("epoch").asInt(), line.path("kl"))).toList(),
                List.copyOf(damage), traversal);
    }

    private JsonNode config() {
        Path file = files.path("config.json");
        JsonNode config = object(new String(files.config(), StandardCharsets.UTF_8)).orElseThrow(
                () -> new ReportException("%s: not a JSON object; the file was changed or damaged".formatted(file)));
        if (!config.path("options").isObject() || !config.path("data").isObject()) {
            throw new ReportException("%s: not a run's configuration: no options or no data in it".formatted(file));
        }
        return config;
    }

    /** Tells the lines of a file; a last one that is cut short is left out, for a run may have been ended while it wrote. */
    private void lines(String name, Consumer<JsonNode> reader) {
        List<String> lines = files.lines(name);
        int damaged = 0;
        int first = 0;
        for (int i = 0; i < lines.size(); i++) {
            Optional<JsonNode> line = object(lines.get(i));
            line.ifPresent(reader);
            if (line.isEmpty() && (i < lines.size() - 1 || lines.get(i).endsWith("}"))) {
                first = damaged == 0 ? i + 1 : first;
                damaged++;
            }
        }
        if (damaged > 0) {
            damage.add("%s: damaged lines are left out: %d of %d, the first is line %d".formatted(files.path(name), damaged, lines.size(), first));
        }
    }

    private static Optional<JsonNode> object(String text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(JsonNode::isObject);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    /** What is shown of a step: a run may have more lines than there is memory for as they stand. */
    private record Step(long step, int epoch, int batch, double loss, double temperature) {
        static Step of(JsonNode line) {
            return new Step(
                    line.path("step").asLong(), line.path("epoch").asInt(), line.path("batch").asInt(), rounded(line.path("loss").asDouble()),
                    rounded(line.path("temperature").asDouble()));
        }
    }

    private static RunData.Steps steps(List<Step> steps) {
        return new RunData.Steps(
                steps.stream().mapToLong(Step::step).toArray(), steps.stream().mapToInt(Step::epoch).toArray(),
                steps.stream().mapToInt(Step::batch).toArray(), steps.stream().mapToDouble(Step::loss).toArray(),
                steps.stream().mapToDouble(Step::temperature).toArray());
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

    /** A picture as data URI; null where there is none, or none that may be shown. */
    private @Nullable String picture(int epoch, String kind) {
        String file = "images/epoch-%03d-%s.png".formatted(epoch, kind);
        if (!files.has(file)) {
            return null;
        }
        try {
            byte[] bytes = files.bytes(file, RunFiles.MOST_PICTURE);
            Optional<String> fault = PngCheck.fault(bytes).or(() -> bytes.length > room
                    ? Optional.of("the pictures before it fill the page's %d bytes".formatted(MOST_PICTURE_BYTES)) : Optional.empty());
            if (fault.isEmpty()) {
                room -= bytes.length;
                return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes);
            }
            damage.add("%s: %s; it is left out".formatted(files.path(file), fault.get()));
        } catch (TrainingException refused) {
            damage.add(refused.getMessage() + "; it is left out");
        }
        return null;
    }
}
