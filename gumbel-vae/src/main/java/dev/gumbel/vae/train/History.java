package dev.gumbel.vae.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** The lines of metrics.jsonl from before a step. */
public final class History {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int batchesPerEpoch;
    private final List<String> lines = new ArrayList<>();
    private final List<Object> records = new ArrayList<>();

    private History(int batchesPerEpoch) {
        this.batchesPerEpoch = batchesPerEpoch;
    }

    /**
     * Reads what was told before a step; later lines, and a last one cut short, are passed over.
     *
     * @throws TrainingException if another line is no line of metrics, or the file cannot be read
     */
    static History read(RunFiles files, String name, long step, int batchesPerEpoch) {
        History history = new History(batchesPerEpoch);
        List<String> all = files.lines(name);
        for (int i = 0; i < all.size() && step > 0; i++) {
            try {
                Object record = record(all.get(i));
                if (!history.isBefore(record, step)) {
                    break;
                }
                history.lines.add(all.get(i));
                history.records.add(record);
            } catch (JsonProcessingException | IllegalArgumentException wrong) {
                if (i < all.size() - 1) {
                    throw new TrainingException("%s: line %d is no line of metrics; undo the change, or train anew with --out".formatted(
                            files.path(name), i + 1), wrong);
                }
            }
        }
        return history;
    }

    private static Object record(String line) throws JsonProcessingException {
        JsonNode json = JSON.readTree(line);
        return switch (json.path("type").asText()) {
            case "step" -> JSON.treeToValue(json, StepMetrics.class);
            case "epoch" -> JSON.treeToValue(json, EpochMetrics.class);
            default -> throw new IllegalArgumentException(line);
        };
    }

    private boolean isBefore(Object record, long step) {
        return switch (record) {
            case EpochMetrics epoch -> (long) epoch.epoch() * batchesPerEpoch <= step;
            case StepMetrics one -> one.step() < step;
            default -> false;
        };
    }

    List<String> lines() {
        return lines;
    }

    /** Tells a listener what it would have heard. */
    void replay(TrainingListener listener) {
        int begun = 0;
        for (Object record : records) {
            if (record instanceof StepMetrics step) {
                if (step.epoch() > begun) {
                    begun = step.epoch();
                    listener.epochBegins(begun, batchesPerEpoch);
                }
                listener.logged(step);
            } else if (record instanceof EpochMetrics epoch) {
                listener.epoch(epoch);
            }
        }
    }
}
