package dev.gumbel.backend.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.backend.Capabilities;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update;
import dev.gumbel.graph.Update.AdamUpdate;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which of Adam's updates are applied before the end of a run, and when. */
class EagerUpdatesTest {
    private final Input x = Tensor.input("x", Shape.of(2, 3));
    private final Variable w = Variable.of("w", Shape.of(4, 3), Initializer.fanIn(3));
    private final Variable v = Variable.of("v", Shape.of(2, 4), Initializer.fanIn(4));
    private final Tensor hidden = x.matMul(w, false, true).tanh();
    private final Tensor loss = hidden.matMul(v, false, true).tanh().sum();

    private static Plan plan(Program program, boolean checked) {
        return Plan.of(program, new Capabilities(Set.of(AdamUpdate.class), Set.of(DataType.FLOAT32), "paper", "1"), checked);
    }

    private List<Update> updates() {
        return new Adam(0.1f).minimize(loss, List.of(w, v));
    }

    private Program.Builder training() {
        return Program.named("train").output("loss", loss).updates(updates());
    }

    private static List<String> eager(Plan plan) {
        return plan.steps().stream().flatMap(step -> step.updates().stream()).map(update -> update.variable().name()).toList();
    }

    @Test
    void allGoEarlyWhereNothingHindersThem() {
        Plan plan = plan(training().build(), false);
        assertThat(eager(plan)).containsExactlyInAnyOrder("v", "w");
        assertThat(plan.steps().getFirst().updates()).isEmpty();
        assertThat(plan.deferredUpdates()).isEmpty();
    }

    @Test
    void nothingReadsTheVariableAfterItsUpdate() {
        Plan plan = plan(CategoricalVae.article().train(10, new Adam(1e-3f), GumbelSoftmax.soft()), false);
        assertThat(plan.deferredUpdates()).isEmpty();
        assertThat(eager(plan)).hasSize(12);
        for (int place = 0; place < plan.steps().size(); place++) {
            for (AdamUpdate update : plan.steps().get(place).updates()) {
                int slot = plan.slot(update.variable());
                assertThat(plan.steps().subList(place + 1, plan.steps().size()))
                        .noneMatch(step -> IntStream.of(step.inputs()).anyMatch(input -> input == slot));
            }
        }
    }

    @Test
    void theGradientIsFreeAfterwards() {
        Plan plan = plan(CategoricalVae.article().train(10, new Adam(1e-3f), GumbelSoftmax.soft()), false);
        int updated = 0;
        for (Plan.Step step : plan.steps()) {
            for (AdamUpdate update : step.updates()) {
                boolean free = IntStream.of(step.free()).anyMatch(slot -> slot == plan.slot(update.gradient()));
                assertThat(free).as("%s", update.variable()).isTrue();
                updated++;
            }
        }
        assertThat(updated).as("weights and biases").isEqualTo(12);
    }

    @Test
    void aGradientThatIsAnOutputStays() {
        List<Update> updates = updates();
        Tensor gradient = ((AdamUpdate) updates.getFirst()).gradient();
        Plan plan = plan(Program.named("train").output("gradient", gradient).updates(updates).build(), false);
        assertThat(eager(plan)).containsExactlyInAnyOrder("v", "w");
        assertThat(plan.liveAfterStepsSlots()).containsExactly(plan.slot(plan.lowered().outputs().get("gradient")));
    }

    @Test
    void aVariableThatIsReadThroughAViewWaitsForIt() {
        Tensor view = w.reshape(2, 6);
        Tensor far = loss.exp().exp();
        Tensor deferred = view.mul(far);
        Plan plan = plan(training().output("deferred", deferred).build(), false);
        int reads = IntStream.range(0, plan.steps().size()).filter(place ->
                plan.steps().get(place).output() == plan.slot(plan.lowered().outputs().get("deferred"))).findFirst().orElseThrow();
        int updated = IntStream.range(0, plan.steps().size()).filter(place ->
                plan.steps().get(place).updates().stream().anyMatch(update -> update.variable().equals(w))).findFirst().orElseThrow();
        assertThat(updated).isGreaterThanOrEqualTo(reads);
    }

    @Test
    void whatAnotherUpdateReadsWaitsForTheEnd() {
        Variable copy = Variable.of("copy", w.shape(), Initializer.zeros());
        Plan plan = plan(training().update(new Update.Assign(copy, w.reshape(12).reshape(4, 3))).build(), false);
        assertThat(eager(plan)).containsExactly("v");
        assertThat(plan.deferredUpdates()).hasSize(2);
    }

    @Test
    void outputsThatAreVariablesLetAllWait() {
        Plan plan = plan(training().output("w", w).build(), false);
        assertThat(eager(plan)).isEmpty();
        assertThat(plan.deferredUpdates()).hasSize(2);
    }

    @Test
    void checkedRunsUpdateNothingBeforeTheLastCheck() {
        Plan plan = plan(training().build(), true);
        assertThat(eager(plan)).isEmpty();
        assertThat(plan.deferredUpdates()).hasSize(2);
    }
}
