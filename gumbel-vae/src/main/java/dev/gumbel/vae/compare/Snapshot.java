package dev.gumbel.vae.compare;

import dev.gumbel.agreement.Lockstep;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.io.Safetensors;
import dev.gumbel.io.State;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** One step, and the one-hot samples of its state. Kept in a file for other processes. */
record Snapshot(Lockstep.Step step, HostTensor codes) {
    private static final String STATE = "state:";
    private static final String GRADIENT = "gradient:";
    private static final String LOSS = "loss";
    private static final String CODES = "codes";

    static Path file(Path folder, int step) {
        return folder.resolve("step-%d.safetensors".formatted(step));
    }

    static Snapshot read(Path folder, int step) throws IOException {
        Safetensors.Contents contents = Safetensors.readContents(file(folder, step));
        Map<String, HostTensor> tensors = contents.tensors();
        State state = State.of(file(folder, step).toString(), new Safetensors.Contents(under(STATE, tensors), contents.metadata()));
        Lockstep.Step read = new Lockstep.Step(state, under(GRADIENT, tensors), tensor(tensors, LOSS).item());
        return new Snapshot(read, tensor(tensors, CODES));
    }

    private static Map<String, HostTensor> under(String prefix, Map<String, HostTensor> tensors) {
        Map<String, HostTensor> found = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), tensor);
            }
        });
        return found;
    }

    private static HostTensor tensor(Map<String, HostTensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    void write(Path folder, int number) throws IOException {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        Safetensors.Contents state = step.state().contents();
        state.tensors().forEach((name, value) -> tensors.put(STATE + name, value));
        step.gradients().forEach((name, value) -> tensors.put(GRADIENT + name, value));
        tensors.put(LOSS, HostTensor.of(Shape.scalar(), step.loss()));
        tensors.put(CODES, codes);
        Safetensors.write(file(folder, number), tensors, state.metadata());
    }

    /** Goes one step, and tells what was before it and what it gave. */
    static Snapshot take(Session session, Experiment.Programs programs, Feed feed) {
        HostTensor codes = session.run(programs.codes(), codesFeed(feed)).get(CategoricalVae.CODES).copy();
        return new Snapshot(programs.lockstep().take(session, feed), codes);
    }

    private static Feed codesFeed(Feed feed) {
        HostTensor images = Objects.requireNonNull(feed.values().get(CategoricalVae.IMAGES), "every step has images");
        return Feed.at(feed.step()).put(CategoricalVae.IMAGES, images);
    }

    /** How far another backend's step from the same state is from this one. */
    LockStep compare(int number, Snapshot other) {
        return new LockStep(number, step.difference(other.step), Differences.identicalRows(codes, other.codes));
    }
}
