package dev.gumbel.vae.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What of config.json decides the numbers of a run: options and images, as text. What computes may change between two checkpoints. */
final class Configuration {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Configuration() {}

    /** The deciding part of a configuration. */
    static String of(Object config) {
        JsonNode all = JSON.valueToTree(config);
        ObjectNode deciding = JSON.createObjectNode();
        deciding.set("options", all.path("options"));
        deciding.set("train", all.path("data").path("train"));
        deciding.set("test", all.path("data").path("test"));
        return deciding.toString();
    }

    /**
     * Compares the configuration of a run with that of one of its checkpoints.
     *
     * @throws TrainingException if they differ; names the first place
     */
    static void requireSame(Path checkpoint, String present, String then) {
        if (present.equals(then)) {
            return;
        }
        Map<String, String> now = values(present);
        Map<String, String> before = values(then);
        Map<String, String> all = new TreeMap<>(now);
        all.putAll(before);
        String place = all.keySet().stream().filter(key -> !now.getOrDefault(key, "").equals(before.getOrDefault(key, ""))).findFirst().orElse("");
        throw new TrainingException("config.json: %s is %s, but %s was made with %s; undo the change, or train anew with --out".formatted(
                place, now.getOrDefault(place, "missing"), checkpoint, before.getOrDefault(place, "nothing there")));
    }

    private static Map<String, String> values(String text) {
        Map<String, String> values = new TreeMap<>();
        try {
            JSON.readTree(text).properties().forEach(part -> part.getValue().properties().forEach(
                    value -> values.put(part.getKey() + "." + value.getKey(), value.getValue().toString())));
        } catch (JsonProcessingException notJson) {
            values.put("configuration", text);
        }
        return values;
    }
}
