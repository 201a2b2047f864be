package dev.gumbel.backend.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.Evaluate;
import dev.gumbel.backend.CheckException;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.discrete.Categorical;
import dev.gumbel.discrete.GumbelMax;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that run checked: what is refused, in which words, and that nothing has been updated by then. */
class CheckedTest {
    private static final double MASKED = Double.NEGATIVE_INFINITY;
    private final Variable w = new Variable("w", Shape.scalar(), DataType.FLOAT64, Initializer.zeros());
    private final Input logits = Evaluate.input("logits", 2, 3);
    private final Input temperature = Evaluate.input("temperature");
    private final Tensor noise = Evaluate.counting(2, 3);

    /** A program that counts its runs, so that an update that should not be is seen. */
    private Program program(Tensor output) {
        return Program.named("p").output("out", output).update(new Update.Assign(w, w.add(1))).build();
    }

    private static Feed feed(Program program, double temperature, double... logits) {
        Feed feed = Feed.at(5);
        for (Input input : program.inputs()) {
            double[] values = input.name().equals("logits") ? logits : new double[] {temperature};
            feed.put(input, Evaluate.host(input.shape(), values));
        }
        return feed;
    }

    private void assertRefused(String message, Program program, Feed feed) {
        try (Session session = Evaluate.checkedReference().open(0, program)) {
            assertThatThrownBy(() -> session.run(program, feed)).isInstanceOf(CheckException.class).hasMessage("program 'p', step 5: " + message);
            assertThat(session.read(w).item()).as("updates").isZero();
        }
    }

    private void assertAccepted(Program program, Feed feed) {
        try (Session session = Evaluate.checkedReference().open(0, program)) {
            session.run(program, feed);
            assertThat(session.read(w).item()).as("updates").isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aTemperatureThatIsNotAboveZeroIsRefused(double wrong) {
        String message = "gumbelSoftmax temperature: " + wrong + ", expected a finite number above 0";
        Program soft = program(GumbelSoftmax.soft().sample(logits, temperature, noise));
        assertRefused(message, soft, feed(soft, wrong, 1, 2, 3, 4, 5, 6));
        Program hard = program(GumbelSoftmax.hard().sample(logits, temperature, noise));
        assertRefused(message, hard, feed(hard, wrong, 1, 2, 3, 4, 5, 6));
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity"})
    void logitsThatAreNoNumbersAreRefused(double wrong) {
        String message = " logits: row 1 holds " + wrong + " at class 2, expected a number or -Infinity (masked)";
        double[] values = {1, 2, 3, 4, 5, wrong};
        Program soft = program(GumbelSoftmax.soft().sample(logits, temperature, noise));
        assertRefused("gumbelSoftmax" + message, soft, feed(soft, 1, values));
        Program hard = program(GumbelSoftmax.hard().sample(logits, temperature, noise));
        assertRefused("gumbelSoftmax" + message, hard, feed(hard, 1, values));
        Program softmax = program(logits.softmax());
        assertRefused("softmax" + message, softmax, feed(softmax, 1, values));
        Program kl = program(Categorical.klToUniform(logits));
        assertRefused("categoricalKl" + message, kl, feed(kl, 1, values));
    }

    @Test
    void aRowThatIsFullyMaskedIsRefused() {
        String message = " logits: row 1 is fully masked (all -Infinity), expected at least one class";
        double[] values = {1, MASKED, MASKED, MASKED, MASKED, MASKED};
        Program hard = program(GumbelSoftmax.hard().sample(logits, temperature, noise));
        assertRefused("gumbelSoftmax" + message, hard, feed(hard, 1, values));
        Program softmax = program(logits.softmax());
        assertRefused("softmax" + message, softmax, feed(softmax, 1, values));
        Program kl = program(Categorical.klToUniform(logits));
        assertRefused("categoricalKl" + message, kl, feed(kl, 1, values));
    }

    @Test
    void aRowThatIsFullyMaskedIsRefusedByGumbelMaxToo() {
        Program exact = program(GumbelMax.draw(logits, noise));
        try (Session session = Evaluate.checkedReference().open(0, exact)) {
            Feed feed = feed(exact, 1, 1, MASKED, MASKED, MASKED, MASKED, MASKED);
            assertThatThrownBy(() -> session.run(exact, feed)).isInstanceOf(CheckException.class).hasMessageContaining("row 1 is fully masked");
        }
    }

    @Test
    void aMaskedClassIsNotRefused() {
        Program soft = program(GumbelSoftmax.soft().sample(logits, temperature, noise));
        assertAccepted(soft, feed(soft, 1, 1, MASKED, MASKED, 0, 0, MASKED));
    }

    @Test
    void anOutputThatIsNoNumberIsRefused() {
        Program program = program(logits.log());
        assertRefused("output 'out': element 4 of [2, 3] is NaN, not a number", program, feed(program, 1, 1, 2, 3, 4, -5, 6));
    }

    @Test
    void anUpdateThatIsNoNumberIsRefused() {
        Program assign = Program.named("p").update(new Update.Assign(w, w.sub(1).log())).build();
        assertUpdateRefused(assign);
        Tensor loss = w.mul(0).sqrt();
        Program descend = Program.named("p").output("loss", loss).updates(new Adam(0.1f).minimize(loss, List.of(w))).build();
        assertUpdateRefused(descend);
    }

    private void assertUpdateRefused(Program program) {
        try (Session session = Evaluate.checkedReference().open(0, program)) {
            assertThatThrownBy(() -> session.run(program, Feed.at(5))).isInstanceOf(CheckException.class)
                    .hasMessageStartingWith("program 'p', step 5: ").hasMessageContaining("'w'").hasMessageContaining("NaN");
            session.variables().forEach(variable -> assertThat(session.read(variable).item()).as(variable.name()).isZero());
        }
    }

    @Test
    void anInfiniteOutputIsNotRefused() {
        Program program = program(logits.log());
        assertAccepted(program, feed(program, 1, 1, 2, 3, 4, 0, Double.POSITIVE_INFINITY));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2})
    void idsOutsideTheTableAreRefused(int id) {
        Input ids = Tensor.ids("ids", Shape.of(3));
        Feed feed = Feed.at(5).put(ids, HostTensor.ids(Shape.of(3), 0, id, 1));
        String problem = "id " + id + " at element 1 of input 'ids' is outside its table of 2 rows [0, 2)";
        assertRefused("gather: " + problem, program(Evaluate.vector(1, 2).gather(ids)), feed);
        assertRefused("scatterAdd: " + problem, program(Evaluate.vector(1, 2, 3).scatterAdd(ids, 2)), feed);
    }

    @Test
    void idsInsideTheTableAreNotRefused() {
        Input ids = Tensor.ids("ids", Shape.of(3));
        assertAccepted(program(Evaluate.vector(1, 2).gather(ids)), Feed.at(5).put(ids, HostTensor.ids(Shape.of(3), 0, 1, 1)));
    }

    @Test
    void aSessionGoesOnAfterARefusal() {
        Program program = program(GumbelSoftmax.soft().sample(logits, temperature, noise));
        try (Session session = Evaluate.checkedReference().open(0, program)) {
            assertThatThrownBy(() -> session.run(program, feed(program, 0, 1, 2, 3, 4, 5, 6))).isInstanceOf(CheckException.class);
            double[] sample = session.run(program, feed(program, 1e-3, 1, 2, 3, 9, 5, 4)).get("out").toDoubles();
            assertThat(Arrays.stream(sample).map(Math::round).toArray()).containsExactly(0, 0, 1, 1, 0, 0);
            assertThat(session.read(w).item()).isEqualTo(1);
        }
    }

    @Test
    void anUncheckedSessionPassesNanOn() {
        Program program = program(GumbelSoftmax.soft().sample(logits, temperature, noise));
        double[] sample = Evaluate.values(program, feed(program, 1, Double.NaN, 2, 3, 4, 5, 6));
        assertThat(Arrays.copyOf(sample, 3)).containsOnly(Double.NaN);
        assertThat(Arrays.stream(sample, 3, 6).sum()).isEqualTo(1);
    }

    @Test
    void checkedResultsAreTheUncheckedOnes() {
        Program program = program(GumbelSoftmax.soft().sample(logits, temperature, noise));
        Feed feed = feed(program, 0.5, 1, 2, 3, 6, 5, 4);
        try (Session session = Evaluate.checkedReference().open(0, program)) {
            assertThat(session.run(program, feed).get("out").toDoubles()).containsExactly(Evaluate.values(program, feed));
        }
    }

    @Test
    void whatIsLookedAtIsNoOutput() {
        Program program = program(logits.softmax());
        try (Session session = Evaluate.checkedReference().open(0, program)) {
            Results results = session.run(program, feed(program, 1, 1, 2, 3, 4, 5, 6));
            assertThatThrownBy(() -> results.get("check 0")).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("program 'p' has no output 'check 0', it has [out]");
        }
    }

    @Test
    void outputsMayHaveAnyName() {
        Program program = Program.named("p").output("check 0", logits.softmax()).update(new Update.Assign(w, w.add(1))).build();
        assertAccepted(program, feed(program, 1, 1, 2, 3, 4, 5, 6));
    }
}
