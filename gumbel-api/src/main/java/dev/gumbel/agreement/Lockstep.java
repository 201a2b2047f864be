package dev.gumbel.agreement;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.Program;
import dev.gumbel.io.State;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two trainings compared one step at a time, each step from the same state: long free runs are chaotic, so that two right ones drift apart, but one
 * step of theirs is the same function.
 *
 * @param train outputs the {@code loss} and updates the variables
 * @param gradients outputs the gradient of each weight under the weight's name, with the noise of {@code train}
 * @param weights the variables whose gradients are compared
 */
public record Lockstep(Program train, Program gradients, List<Variable> weights) {
    private static final String LOSS = "loss";

    /** A copy of the list. */
    public Lockstep {
        weights = List.copyOf(weights);
    }

    /**
     * Goes one step, and tells what was before it and what it gave.
     *
     * @param session of both programs
     * @param feed what both read
     */
    public Step take(Session session, Feed feed) {
        State state = State.of(session);
        Results results = session.run(gradients, feed);
        Map<String, HostTensor> values = new LinkedHashMap<>();
        weights.forEach(weight -> values.put(weight.name(), results.get(weight.name()).copy()));
        return new Step(state, values, session.run(train, feed).get(LOSS).item());
    }

    /**
     * One step.
     *
     * @param state before it
     * @param gradients of that state, by the name of the weight
     * @param loss of that state
     */
    public record Step(State state, Map<String, HostTensor> gradients, double loss) {

        /**
         * Gives a session the variables from before this step.
         *
         * @throws IllegalArgumentException if the session has a variable that is not among them, or of another shape or type
         */
        public void restore(Session session) {
            state.writeTo(session);
        }

        /**
         * How far another step from the same state is from this one.
         *
         * @throws IllegalArgumentException if the other has not the same gradients
         */
        public Difference difference(Step other) {
            double worst = 0;
            String where = "";
            for (Map.Entry<String, HostTensor> gradient : gradients.entrySet()) {
                double excess = Tolerance.GRADIENT.excess(gradient.getValue(), named(other.gradients, gradient.getKey()));
                if (!(excess <= worst)) {
                    worst = excess;
                    where = gradient.getKey();
                }
            }
            return new Difference(Tolerance.relativeDifference(loss, other.loss), worst, where);
        }

        private static HostTensor named(Map<String, HostTensor> tensors, String name) {
            HostTensor tensor = tensors.get(name);
            if (tensor == null) {
                throw new IllegalArgumentException("lock-step: nothing named %s, there are %s".formatted(name, tensors.keySet()));
            }
            return tensor;
        }
    }

    /**
     * How far two steps from one state are apart.
     *
     * @param loss the relative difference of the losses; infinite where one of them is NaN
     * @param gradients the largest difference of a gradient's element, in units of what {@link Tolerance#GRADIENT} allows for it
     * @param gradient the weight it belongs to; empty where none differs
     */
    public record Difference(double loss, double gradients, String gradient) {
        /** How far the losses may be apart, relatively. */
        public static final double LOSS_TOLERANCE = 1e-5;

        /** What the contract does not allow, in words; none where the steps agree. */
        public List<String> breaches() {
            List<String> breaches = new ArrayList<>();
            if (!(loss <= LOSS_TOLERANCE)) {
                breaches.add("the loss differs by %.3g, expected at most %.0e".formatted(loss, LOSS_TOLERANCE));
            }
            if (!(gradients <= 1)) {
                breaches.add("the gradient of %s differs by %.3g times the tolerance".formatted(gradient, gradients));
            }
            return breaches;
        }
    }
}
