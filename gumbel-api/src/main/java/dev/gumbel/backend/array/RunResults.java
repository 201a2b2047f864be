package dev.gumbel.backend.array;

import dev.gumbel.backend.Results;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Tensor;
import java.util.Map;

/** The outputs of an interpreter's latest run. */
final class RunResults<A> implements Results {
    private final ArraySession<A> session;
    private final Interpreter<A> interpreter;
    private final long run;

    RunResults(ArraySession<A> session, Interpreter<A> interpreter) {
        this.session = session;
        this.interpreter = interpreter;
        this.run = interpreter.runs();
    }

    @Override
    public HostTensor get(String name) {
        session.requireUsable();
        if (run != interpreter.runs()) {
            throw new IllegalStateException("program '%s' has run again: these results are gone; copy() keeps one".formatted(
                    interpreter.program().name()));
        }
        return interpreter.fetch(name);
    }

    @Override
    public HostTensor get(Tensor tensor) {
        for (Map.Entry<String, Tensor> output : interpreter.program().outputs().entrySet()) {
            if (output.getValue() == tensor) {
                return get(output.getKey());
            }
        }
        throw new IllegalArgumentException("%s is not an output of program '%s', which has %s".formatted(
                tensor, interpreter.program().name(), interpreter.program().outputs().keySet()));
    }
}
