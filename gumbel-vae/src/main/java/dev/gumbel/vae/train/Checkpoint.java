package dev.gumbel.vae.train;

import dev.gumbel.backend.Session;
import dev.gumbel.io.State;
import java.util.Map;
import java.util.Optional;

/**
 * A training between two steps: with its options and its images, all that decides what follows.
 *
 * @param step how many steps are done
 * @param losses of the epoch so far
 * @param seconds that the epoch has taken so far
 * @param state weights, moments, counters
 */
public record Checkpoint(long step, MeanLosses losses, double seconds, State state) {

    /** The present state of a session. */
    static Checkpoint of(Session session, long step, MeanLosses losses, double seconds) {
        return new Checkpoint(step, losses.copy(), seconds, State.of(session));
    }

    /**
     * Gives a session these variables.
     *
     * @throws TrainingException if one of the session's is missing here, or is of another shape; then none has been changed
     */
    void restore(Session session) {
        try {
            state.writeTo(session);
        } catch (IllegalArgumentException wrong) {
            throw new TrainingException("checkpoint of step %d: %s".formatted(step, wrong.getMessage()), wrong);
        }
    }

    /** What holds NaN or infinity, if anything does. */
    static Optional<String> notFinite(State state) {
        return state.variables().entrySet().stream()
                .filter(named -> NonFinite.first(named.getValue()).isPresent()).map(Map.Entry::getKey).findFirst();
    }
}
