package dev.gumbel.backend.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.Evaluate;
import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Capabilities;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.discrete.Categorical;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update;
import dev.gumbel.graph.Update.AdamUpdate;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.Claimable;
import dev.gumbel.op.Activation;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Noise;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who frees what, and when: checked by kernels that keep book. */
class ReleaseTest {
    private final Ledger ledger = new Ledger();
    private final Input x = Tensor.input("x", Shape.of(4, 3));

    private Backend backend(boolean checked, List<Class<? extends Claimable>> claims) {
        Capabilities capabilities = new Capabilities(Set.copyOf(claims), Set.of(DataType.values()), "paper", "1");
        return new ArrayBackend<>(capabilities, Settings.defaults().withChecked(checked), () -> ledger);
    }

    private Backend backend() {
        return backend(false, List.of(AdamUpdate.class));
    }

    private Feed feed(int step) {
        return Feed.at(step).put(x, HostTensor.zeros(x.shape(), DataType.FLOAT32));
    }

    /** A small training with every kind of update, an output that is a variable, and one that is a view of it. */
    private Program training() {
        Variable w = Variable.of("w", Shape.of(3, 3), Initializer.fanIn(3));
        Variable b = Variable.of("b", Shape.of(3), Initializer.zeros());
        Variable copy = Variable.of("copy", Shape.of(3), Initializer.zeros());
        Tensor logits = Tensor.apply(new Fused.Linear(Activation.TANH), x, w, b);
        Tensor sample = GumbelSoftmax.hard().sample(logits, Tensor.scalar(0.5f), Noise.gumbel("z", logits.shape()));
        Tensor loss = sample.mul(x).sum().add(Categorical.klToUniform(logits).sum());
        return Program.named("train").output("loss", loss).output("w", w).output("view", w.reshape(9)).output("x", x)
                .updates(new Adam(0.1f).minimize(loss, List.of(w, b))).update(new Update.Assign(copy, b)).build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyArrayIsReleasedOnce(boolean checked) {
        Program program = training();
        Session session = backend(checked, List.of(Fused.Linear.class, Fused.GumbelSoftmax.class, AdamUpdate.class)).open(0, program);
        session.run(program, feed(0));
        session.run(program, feed(1));
        session.close();
        session.close();
        assertThat(ledger.live()).isZero();
        assertThat(ledger.closed()).isEqualTo(1);
    }

    @Test
    void aSessionThatNeverRanReleasesWhatItBound() {
        backend().open(0, training()).close();
        assertThat(ledger.made()).isPositive();
        assertThat(ledger.live()).isZero();
    }

    @Test
    void manyRunsHoldNoMoreThanOne() {
        Program program = training();
        try (Session session = backend().open(0, program)) {
            session.run(program, feed(0));
            int live = ledger.live();
            int peak = ledger.peak();
            for (int step = 1; step < 200; step++) {
                session.run(program, feed(step));
            }
            assertThat(ledger.live()).isEqualTo(live);
            // The results of the latest run are still there when the next begins.
            assertThat(ledger.peak()).isLessThanOrEqualTo(peak);
        }
    }

    @Test
    void anIntermediateIsReleasedAfterItsLastUse() {
        Tensor y = x;
        for (int i = 0; i < 100; i++) {
            y = y.exp();
        }
        Program program = Evaluate.program(y);
        try (Session session = backend().open(0, program)) {
            session.run(program, feed(0));
            assertThat(ledger.made()).isEqualTo(101);
            assertThat(ledger.peak()).isEqualTo(3);
            assertThat(ledger.live()).isEqualTo(2);
        }
    }

    @Test
    void anIntermediateLivesUntilItsLastUse() {
        Tensor early = x.exp();
        Tensor late = early.log().sqrt().tanh().add(early).mul(early);
        Program program = Evaluate.program(late);
        try (Session session = backend().open(0, program)) {
            session.run(program, feed(0));
            assertThat(ledger.peak()).isEqualTo(4);
        }
    }

    @Test
    void aFailureReleasesWhatWasComputed() {
        Program program = training();
        Session session = backend().open(0, program);
        int bound = ledger.made();
        session.run(program, feed(0));
        int eachRun = ledger.made() - bound;
        for (int i = 0; i < eachRun; i++) {
            ledger.failAt(ledger.made() + i);
            assertThatThrownBy(() -> session.run(program, feed(1))).isInstanceOf(UnsupportedOperationException.class);
            assertThat(ledger.live()).as("after failing at array %d of %d", i, eachRun).isEqualTo(bound);
        }
        ledger.failAt(Integer.MAX_VALUE);
        session.run(program, feed(2));
        session.close();
        assertThat(ledger.live()).isZero();
    }

    @Test
    void aFailureBetweenUpdatesEndsTheSession() {
        Variable w = Variable.of("w", Shape.of(3, 3), Initializer.fanIn(3));
        Variable v = Variable.of("v", Shape.of(3, 3), Initializer.fanIn(3));
        Tensor loss = x.matMul(w).tanh().matMul(v).tanh().sum();
        Program program = Program.named("train").output("loss", loss).updates(new Adam(0.1f).minimize(loss, List.of(w, v))).build();
        Session session = backend().open(0, program);
        int bound = ledger.live();
        int before = ledger.made();
        session.run(program, feed(0));
        int eachRun = ledger.made() - before;
        // The last array of a run is a gradient: the other variable has been updated by then.
        ledger.failAt(ledger.made() + eachRun - 1);
        assertThatThrownBy(() -> session.run(program, feed(1))).isInstanceOf(UnsupportedOperationException.class);
        ledger.failAt(Integer.MAX_VALUE);
        assertThatThrownBy(() -> session.run(program, feed(1))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be used any more").hasMessageContaining("'train' has failed between its updates");
        assertThat(ledger.live()).isEqualTo(bound);
        session.close();
        assertThat(ledger.live()).isZero();
    }

    @Test
    void aGradientThatFailsBeforeAnyUpdateLeavesTheSession() {
        Variable w = Variable.of("w", Shape.of(3, 3), Initializer.fanIn(3));
        Tensor loss = x.matMul(w).tanh().sum();
        Program program = Program.named("train").output("loss", loss).updates(new Adam(0.1f).minimize(loss, List.of(w))).build();
        Session session = backend().open(0, program);
        int bound = ledger.live();
        int before = ledger.made();
        session.run(program, feed(0));
        // The last array of a run is the only gradient.
        ledger.failAt(ledger.made() + ledger.made() - before - 1);
        assertThatThrownBy(() -> session.run(program, feed(1))).isInstanceOf(UnsupportedOperationException.class);
        assertThat(ledger.live()).isEqualTo(bound);
        ledger.failAt(Integer.MAX_VALUE);
        session.run(program, feed(1));
        session.close();
        assertThat(ledger.live()).isZero();
    }

    @Test
    void aSessionThatCannotBeOpenedClosesItsKernels() {
        Program program = training();
        backend().open(0, program).close();
        int bound = ledger.made();
        for (int i = 0; i < bound; i++) {
            Ledger other = new Ledger();
            other.failAt(i);
            Capabilities capabilities = new Capabilities(Set.of(), Set.of(DataType.values()), "paper", "1");
            Backend backend = new ArrayBackend<>(capabilities, Settings.defaults(), () -> other);
            assertThatThrownBy(() -> backend.open(0, program)).isInstanceOf(UnsupportedOperationException.class);
            assertThat(other.closed()).isEqualTo(1);
        }
    }

    @Test
    void onlyOutputsAskedForAreFetched() {
        Program program = Program.named("p").output("exp", x.exp()).output("log", x.log()).build();
        try (Session session = backend().open(0, program)) {
            Results results = session.run(program, feed(0));
            assertThat(ledger.fetched()).isZero();
            results.get("log");
            assertThat(ledger.fetched()).isEqualTo(1);
        }
    }

    @Test
    void theTensorsOfAPlanAreCountedInItsText() {
        Program program = Evaluate.program(x.exp().log());
        Plan plan = Plan.of(program, new Capabilities(Set.of(), Set.of(DataType.FLOAT32), "paper", "1"), false);
        assertThat(plan).hasToString("Plan of test, 2 steps [2]");
    }
}
