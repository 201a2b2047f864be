package dev.gumbel.backend.array;

import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Variable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The counters of a session: how many steps each optimiser has taken. They stay on the host, so that no run waits for a device to tell them. */
public final class Counters {
    private final Map<String, Integer> taken = new HashMap<>();

    /** The counters of some programs, all at 0. */
    public Counters(List<Program> programs) {
        programs.forEach(program -> program.variables().stream().filter(Variable::isCounter).forEach(counter -> taken.put(counter.name(), 0)));
    }

    /** The number of the step that a run takes, counted from 1. */
    public long step(String counter) {
        return 1L + taken(counter);
    }

    /** The value of a scalar in that step. */
    public double value(Leaf.StepScalar scalar) {
        return scalar.function().at(step(scalar.counter().name()));
    }

    /** After a run of a program: lets grow what it counts. */
    public void count(Program program) {
        for (Update update : program.updates()) {
            if (update instanceof Update.Count count) {
                taken.merge(count.counter().name(), 1, Math::addExact);
            }
        }
    }

    /** A counter's value, an INT32 scalar. */
    public HostTensor read(Variable counter) {
        HostTensor value = HostTensor.zeros(Shape.scalar(), DataType.INT32);
        value.set(0, taken(counter.name()));
        return value;
    }

    /**
     * Replaces a counter's value.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public void write(Variable counter, HostTensor value) {
        int steps = (int) value.item();
        if (steps < 0) {
            throw new IllegalArgumentException("counter '%s': %d must be at least 0".formatted(counter.name(), steps));
        }
        taken.put(counter.name(), steps);
    }

    private int taken(String counter) {
        return Objects.requireNonNull(taken.get(counter), counter);
    }
}
