package dev.gumbel.vae.train;

import dev.gumbel.backend.Session;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Variable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A training between two steps: with its options and its images, all that decides what follows.
 *
 * @param step how many steps are done
 * @param losses of the epoch so far
 * @param seconds that the epoch has taken so far
 * @param variables by name: weights, moments, step counts
 */
public record Checkpoint(long step, MeanLosses losses, double seconds, Map<String, HostTensor> variables) {

    /** The present state of a session. */
    static Checkpoint of(Session session, long step, MeanLosses losses, double seconds) {
        return new Checkpoint(step, losses.copy(), seconds, variables(session));
    }

    static Map<String, HostTensor> variables(Session session) {
        Map<String, HostTensor> variables = new LinkedHashMap<>();
        session.variables().forEach(variable -> variables.put(variable.name(), session.read(variable)));
        return variables;
    }

    /**
     * Gives a session these variables.
     *
     * @throws TrainingException if one of the session's is missing here, or is of another shape; then none has been changed
     */
    void restore(Session session) {
        Map<Variable, HostTensor> checked = new LinkedHashMap<>();
        for (Variable variable : session.variables()) {
            HostTensor value = variables.get(variable.name());
            if (value == null || !value.shape().equals(variable.shape()) || value.type() != variable.type()) {
                throw new TrainingException("checkpoint of step %d: '%s' is %s, expected %s; it is of another model".formatted(
                        step, variable.name(), value == null ? "missing" : value, variable.signature()));
            }
            checked.put(variable, value);
        }
        checked.forEach(session::write);
    }

    /** What holds NaN or infinity, if anything does. */
    static Optional<String> notFinite(Map<String, HostTensor> variables) {
        return variables.entrySet().stream().filter(named -> NonFinite.first(named.getValue()).isPresent()).map(Map.Entry::getKey).findFirst();
    }
}
