package dev.gumbel.vae.train;

import dev.gumbel.io.FormatException;
import dev.gumbel.io.Safetensors;
import dev.gumbel.io.State;
import dev.gumbel.tensor.HostTensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The folder {@code checkpoints} of a run: the last two, each a safetensors file that tells its step, its configuration and its checksum. */
final class CheckpointFiles {
    private static final String FOLDER = "checkpoints";
    private static final int KEPT = 2;
    private static final String PREFIX = "step-";
    private static final String SUFFIX = ".safetensors";
    private static final String CHECKSUM = "sha256";

    private final Path run;
    private final Path folder;
    private final String configuration;

    /**
     * The checkpoints of a run.
     *
     * @param configuration of the run, as text; those made under another are refused
     */
    CheckpointFiles(Path run, String configuration) {
        this.run = run;
        this.folder = run.resolve(FOLDER);
        this.configuration = configuration;
    }

    /** Writes a checkpoint and removes those that are older than the one before it; and later ones, which were passed over as damaged. */
    void write(Checkpoint checkpoint) throws IOException {
        Files.createDirectories(folder);
        Safetensors.Contents state = checkpoint.state().contents();
        Map<String, String> texts = new TreeMap<>(state.metadata());
        texts.put("step", Long.toString(checkpoint.step()));
        texts.put("seconds", Double.toString(checkpoint.seconds()));
        texts.put("lossSum", Double.toString(checkpoint.losses().lossSum()));
        texts.put("reconstructionSum", Double.toString(checkpoint.losses().reconstructionSum()));
        texts.put("klSum", Double.toString(checkpoint.losses().klSum()));
        texts.put("images", Long.toString(checkpoint.losses().images()));
        texts.put("configuration", configuration);
        texts.put(CHECKSUM, checksum(state.tensors(), texts));
        RunFolder.replace(file(checkpoint.step()), beside -> Safetensors.write(beside, state.tensors(), texts));
        List<Long> steps = steps();
        int end = steps.indexOf(checkpoint.step()) + 1;
        List<Long> kept = steps.subList(Math.max(0, end - KEPT), end);
        for (long step : steps) {
            if (!kept.contains(step)) {
                Files.delete(file(step));
            }
        }
    }

    private Path file(long step) {
        return folder.resolve("%s%08d%s".formatted(PREFIX, step, SUFFIX));
    }

    /** The steps of the checkpoints that are there, in order. */
    private List<Long> steps() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.matches(PREFIX + "\\d{8,18}" + SUFFIX))
                    .map(name -> Long.valueOf(name.substring(PREFIX.length(), name.length() - SUFFIX.length()))).sorted().toList();
        }
    }

    /**
     * The newest whole checkpoint; none where none has been written yet.
     *
     * @param damaged hears of each newer one that is passed over
     * @throws TrainingException if all are damaged, or it was made under another configuration
     */
    Optional<Checkpoint> newest(Consumer<String> damaged) throws IOException {
        List<String> faults = new ArrayList<>();
        for (long step : steps().reversed()) {
            try {
                Checkpoint whole = read(file(step));
                faults.forEach(fault -> damaged.accept("a damaged checkpoint is passed over: " + fault));
                return Optional.of(whole);
            } catch (FormatException | NumberFormatException fault) {
                faults.add(String.valueOf(fault.getMessage()));
            }
        }
        if (!faults.isEmpty()) {
            throw new TrainingException("no checkpoint is whole (%s); remove %s to go on from the beginning".formatted(faults.getFirst(), folder));
        }
        return Optional.empty();
    }

    private Checkpoint read(Path file) throws IOException {
        RunFiles.regular(run, FOLDER + "/" + file.getFileName(), RunFiles.MOST_CHECKPOINT);
        Safetensors.Contents contents = Safetensors.readContents(file);
        Map<String, String> texts = new TreeMap<>(contents.metadata());
        String expected = texts.remove(CHECKSUM);
        if (!checksum(contents.tensors(), texts).equals(expected)) {
            throw new FormatException(file + ": its contents do not match its checksum");
        }
        Configuration.requireSame(file, configuration, texts.getOrDefault("configuration", ""));
        return checkpoint(State.of(file.toString(), contents), texts);
    }

    private static Checkpoint checkpoint(State state, Map<String, String> texts) {
        MeanLosses losses = new MeanLosses(
                Double.parseDouble(texts.getOrDefault("lossSum", "")), Double.parseDouble(texts.getOrDefault("reconstructionSum", "")),
                Double.parseDouble(texts.getOrDefault("klSum", "")), Long.parseLong(texts.getOrDefault("images", "")));
        return new Checkpoint(
                Long.parseLong(texts.getOrDefault("step", "")), losses, Double.parseDouble(texts.getOrDefault("seconds", "")), state);
    }

    /** Of texts and tensors by ascending name, with types and shapes. */
    private static String checksum(Map<String, HostTensor> tensors, Map<String, String> texts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            texts.forEach((name, text) -> digest.update((name + "=" + text + "\n").getBytes(StandardCharsets.UTF_8)));
            new TreeMap<>(tensors).forEach((name, tensor) -> {
                digest.update("%s %s%s\n".formatted(name, tensor.type(), tensor.shape()).getBytes(StandardCharsets.UTF_8));
                digest.update(tensor.segment().asByteBuffer());
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
