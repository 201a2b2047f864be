package dev.gumbel.vae.compare;

import dev.gumbel.agreement.Tolerance;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.io.Safetensors;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Variable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A session's variables before one step, and what that step gives: losses, gradients, one-hot samples. Kept in a file for other processes. */
record Snapshot(Map<String, HostTensor> tensors) {
    private static final String GRADIENT = "gradient:";
    private static final String RESULT = "result:";

    static Path file(Path folder, int step) {
        return folder.resolve("step-%d.safetensors".formatted(step));
    }

    static Snapshot read(Path folder, int step) throws IOException {
        return new Snapshot(Safetensors.read(file(folder, step)));
    }

    void write(Path folder, int step) throws IOException {
        Safetensors.write(file(folder, step), tensors);
    }

    /** Goes one step, and tells what was before it and what it gave. */
    static Snapshot take(Session session, Experiment.Programs programs, Feed feed) {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        session.variables().forEach(variable -> tensors.put(variable.name(), session.read(variable)));
        Results gradients = session.run(programs.gradients(), feed);
        programs.weights().forEach(weight -> tensors.put(GRADIENT + weight.name(), gradients.get(weight.name()).copy()));
        tensors.put(RESULT + CategoricalVae.CODES, session.run(programs.codes(), codesFeed(feed)).get(CategoricalVae.CODES).copy());
        double loss = session.run(programs.train(), feed).get(CategoricalVae.LOSS).item();
        tensors.put(RESULT + CategoricalVae.LOSS, HostTensor.of(Shape.scalar(), loss));
        return new Snapshot(tensors);
    }

    private static Feed codesFeed(Feed feed) {
        HostTensor images = Objects.requireNonNull(feed.values().get(CategoricalVae.IMAGES), "every step has images");
        return Feed.at(feed.step()).put(CategoricalVae.IMAGES, images);
    }

    /** Gives a session the variables from before the step. */
    void restore(Session session) {
        for (Variable variable : session.variables()) {
            session.write(variable, tensor(variable.name()));
        }
    }

    double loss() {
        return tensor(RESULT + CategoricalVae.LOSS).item();
    }

    private HostTensor tensor(String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    /** How far another backend's step from the same state is from this one. */
    LockStep compare(int step, Snapshot other) {
        double worst = 0;
        String where = "";
        for (String name : tensors.keySet()) {
            if (name.startsWith(GRADIENT)) {
                double excess = Tolerance.GRADIENT.excess(tensor(name), other.tensor(name));
                if (!(excess <= worst)) {
                    worst = excess;
                    where = name.substring(GRADIENT.length());
                }
            }
        }
        return new LockStep(
                step, Differences.relative(loss(), other.loss()), worst, where,
                Differences.identicalRows(tensor(RESULT + CategoricalVae.CODES), other.tensor(RESULT + CategoricalVae.CODES)));
    }
}
