package dev.gumbel.backend.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.Evaluate;
import dev.gumbel.backend.BackendException;
import dev.gumbel.backend.Capabilities;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.graph.GraphException;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** When a session may be used, by whom, and with what. */
class LifecycleTest {
    private final Variable w = Variable.of("w", Shape.of(2), Initializer.fanIn(4));
    private final Tensor twice = w.mul(2);
    private final Program read = Program.named("read").output("w", w).output("twice", twice).build();
    private final Program grow = Program.named("grow").output("w", w).update(new Update.Assign(w, w.add(1))).build();

    private static void assertIllegalState(String message, Executable use) {
        assertThatThrownBy(use::execute).isInstanceOf(IllegalStateException.class).hasMessage(message);
    }

    private static void assertIllegalArgument(String message, Executable use) {
        assertThatThrownBy(use::execute).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void nothingWorksAfterClose() {
        Session session = Evaluate.reference().open(1, read);
        Results results = session.run(read, Feed.at(0));
        session.close();
        for (Executable use : List.<Executable>of(
                () -> session.run(read, Feed.at(0)), session::variables, () -> session.read(w),
                () -> session.write(w, HostTensor.of(Shape.of(2), 1f, 2f)), () -> results.get("w"), () -> results.get(twice))) {
            assertIllegalState("the session is closed", use);
        }
    }

    @Test
    void closingTwiceDoesNothing() {
        Session session = Evaluate.reference().open(1, read);
        session.close();
        session.close();
        assertIllegalState("the session is closed", session::variables);
    }

    @Test
    void resultsGoWithTheSession() {
        Session session = Evaluate.reference().open(1, read);
        HostTensor result = session.run(read, Feed.at(0)).get("w");
        HostTensor copy = result.copy();
        session.close();
        assertThatThrownBy(result::toFloats).isInstanceOf(IllegalStateException.class);
        assertThat(copy.toFloats()).hasSize(2);
    }

    @Test
    void whatWasReadStays() {
        Session session = Evaluate.reference().open(1, grow);
        HostTensor before = session.read(w);
        float[] values = before.toFloats();
        session.run(grow, Feed.at(0));
        session.close();
        assertThat(before.toFloats()).containsExactly(values);
    }

    @Test
    void anotherThreadIsRefused() throws InterruptedException {
        try (Session session = Evaluate.reference().open(1, read)) {
            Results results = session.run(read, Feed.at(0));
            for (Executable use : List.<Executable>of(
                    () -> session.run(read, Feed.at(0)), session::variables, () -> session.read(w), () -> results.get("w"), session::close)) {
                assertThat(failureElsewhere(use)).isInstanceOf(IllegalStateException.class).hasMessage(
                        "a session is confined to the thread that opened it, %s; this is elsewhere", Thread.currentThread().getName());
            }
            assertThat(session.run(read, Feed.at(1)).get("w").toFloats()).hasSize(2);
        }
    }

    private static Throwable failureElsewhere(Executable use) throws InterruptedException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                use.execute();
                done.complete(null);
            } catch (Throwable failure) {
                done.completeExceptionally(failure);
            }
        }, "elsewhere");
        thread.start();
        try {
            done.get();
            throw new AssertionError("nothing was thrown");
        } catch (ExecutionException failure) {
            return failure.getCause();
        }
    }

    @Test
    void aForeignProgramIsRefused() {
        Program twin = Program.named("read").output("w", w).build();
        try (Session session = Evaluate.reference().open(1, read, grow)) {
            assertIllegalArgument("program 'read' was not given to open(); the session has [grow, read]", () -> session.run(twin, Feed.at(0)));
        }
    }

    @Test
    void aForeignVariableIsRefused() {
        Variable wider = Variable.of("w", Shape.of(3), Initializer.zeros());
        Variable finer = new Variable("w", Shape.of(2), DataType.FLOAT64, Initializer.zeros());
        Variable other = Variable.of("q", Shape.of(2), Initializer.zeros());
        try (Session session = Evaluate.reference().open(1, read)) {
            assertIllegalArgument("variable 'q' FLOAT32[2] is not of this session", () -> session.read(other));
            assertIllegalArgument("variable 'w' FLOAT32[3] is not of this session", () -> session.read(wider));
            assertIllegalArgument("variable 'w' FLOAT64[2] is not of this session", () -> session.write(finer, HostTensor.of(Shape.of(2), 1.0, 2.0)));
        }
    }

    @Test
    void aVariableIsKnownByItsName() {
        Variable twin = Variable.of("w", Shape.of(2), Initializer.zeros());
        try (Session session = Evaluate.reference().open(1, read)) {
            session.write(twin, HostTensor.of(Shape.of(2), 5f, 6f));
            assertThat(session.read(w).toFloats()).containsExactly(5, 6);
        }
    }

    @Test
    void aValueOfAnotherShapeIsNotWritten() {
        try (Session session = Evaluate.reference().open(1, read)) {
            float[] before = session.read(w).toFloats();
            assertThatThrownBy(() -> session.write(w, HostTensor.of(Shape.of(1), 1f))).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("variable 'w' expects FLOAT32[2], got FLOAT32[1]");
            assertThat(session.read(w).toFloats()).containsExactly(before);
        }
    }

    @Test
    void programsOfOneSessionShareVariables() {
        try (Session session = Evaluate.reference().open(1, read, grow)) {
            session.write(w, HostTensor.of(Shape.of(2), 1f, 2f));
            session.run(grow, Feed.at(0));
            assertThat(session.run(read, Feed.at(0)).get("twice").toFloats()).containsExactly(4, 6);
            assertThat(session.variables()).containsExactly(w);
        }
    }

    @Test
    void variablesComeInTheOrderOfFirstAppearance() {
        Variable v = Variable.of("v", Shape.of(2), Initializer.zeros());
        Program both = Program.named("both").output("sum", v.add(w)).build();
        try (Session session = Evaluate.reference().open(1, both, read)) {
            assertThat(session.variables()).containsExactly(v, w);
        }
        try (Session session = Evaluate.reference().open(1, read, both)) {
            assertThat(session.variables()).containsExactly(w, v);
        }
    }

    @Test
    void twoSessionsSideBySideShareNothing() {
        try (Session one = Evaluate.reference().open(1, grow); Session two = Evaluate.reference().open(1, grow)) {
            float[] initial = two.read(w).toFloats();
            assertThat(one.read(w).toFloats()).containsExactly(initial);
            one.run(grow, Feed.at(0));
            one.run(grow, Feed.at(1));
            two.run(grow, Feed.at(0));
            assertThat(one.read(w).toFloats()).containsExactly(initial[0] + 2, initial[1] + 2);
            assertThat(two.read(w).toFloats()).containsExactly(initial[0] + 1, initial[1] + 1);
        }
    }

    @Test
    void theSeedDecidesTheFirstValues() {
        try (Session one = Evaluate.reference().open(1, read); Session two = Evaluate.reference().open(2, read)) {
            assertThat(one.read(w).toFloats()).isNotEqualTo(two.read(w).toFloats());
        }
    }

    @Test
    void programsThatContradictEachOtherCannotBeOpened() {
        Program other = Program.named("other").output("w", Variable.of("w", Shape.of(3), Initializer.fanIn(4))).build();
        assertThatThrownBy(() -> Evaluate.reference().open(1, read, other)).isInstanceOf(GraphException.class)
                .hasMessage("programs [read, other]: variable 'w' has two signatures, FLOAT32[3] and FLOAT32[2]");
    }

    @Test
    void aTypeTheBackendDoesNotComputeIsRefused() {
        Capabilities capabilities = new Capabilities(Set.of(), Set.of(DataType.FLOAT32), "cpu", "Library 7");
        ArrayBackend<Integer> backend = new ArrayBackend<>(capabilities, Settings.defaults(), () -> {
            throw new AssertionError("no kernels are needed to refuse");
        });
        assertThat(backend.capabilities()).isSameAs(capabilities);
        assertThatThrownBy(() -> backend.open(1, Evaluate.program(Evaluate.vector(1, 2).exp()))).isInstanceOf(BackendException.class)
                .hasMessage("program 'test': Library 7 computes [FLOAT32], not FLOAT64, which constant FLOAT64[2] needs");
    }
}
