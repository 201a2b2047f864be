package dev.gumbel.backend.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.Evaluate;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.NoiseKind;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Domain;
import dev.gumbel.random.Noise;
import dev.gumbel.random.NoiseAddress;
import dev.gumbel.random.NoiseDraws;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes into a run, and what comes out: inputs, noise, results. */
class FeedingTest {
    private final Input x = Tensor.input("x", Shape.of(2));
    private final Input y = Tensor.input("y", Shape.of(2));
    private final Tensor sum = x.add(y);
    private final Program add = Program.named("add").output("sum", sum).build();

    private static void assertRefused(String message, Program program, Feed feed) {
        try (Session session = Evaluate.reference().open(0, program)) {
            assertThatThrownBy(() -> session.run(program, feed)).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
        }
    }

    @Test
    void aWrongNumberOfElementsNamesTheInput() {
        Input x = Tensor.input("x", Shape.of(2, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> Feed.at(0).put(x, 1, 2))
                .withMessage("feed: input 'x' is FLOAT32[2, 3] with 6 elements, got 2 floats");
        assertThatIllegalArgumentException().isThrownBy(() -> Feed.at(0).put(Tensor.ids("i", Shape.of(1)), 1))
                .withMessage("feed: input 'i' is INT32[1] with 1 elements, got 1 floats");
    }

    @Test
    void aMissingInputIsNamed() {
        assertRefused("program 'add': input 'y' FLOAT32[2] is not fed; fed are [x]", add, Feed.at(0).put(x, 1, 2));
        assertRefused("program 'add': input 'x' FLOAT32[2] is not fed; fed are []", add, Feed.at(0));
    }

    @Test
    void anUnknownInputIsNamed() {
        assertRefused("program 'add' has no input 'z', it has [x, y]", add,
                Feed.at(0).put(x, 1, 2).put(y, 1, 2).put("z", HostTensor.scalar(1)));
    }

    @Test
    void anInputOfAnotherShapeOrTypeIsNamed() {
        assertRefused("program 'add': input 'y' expects FLOAT32[2], got FLOAT32[1, 2]", add,
                Feed.at(0).put(x, 1, 2).put("y", HostTensor.of(new float[][] {{1, 2}})));
        assertRefused("program 'add': input 'y' expects FLOAT32[2], got FLOAT64[2]", add,
                Feed.at(0).put(x, 1, 2).put("y", HostTensor.of(Shape.of(2), 1.0, 2.0)));
    }

    @Test
    void aRefusedFeedChangesNothing() {
        Variable w = Variable.of("w", Shape.of(2), Initializer.zeros());
        Program program = Program.named("p").update(new Update.Assign(w, w.add(x))).build();
        try (Session session = Evaluate.reference().open(0, program)) {
            assertThatThrownBy(() -> session.run(program, Feed.at(0))).isInstanceOf(IllegalArgumentException.class);
            assertThat(session.read(w).toFloats()).containsExactly(0, 0);
            session.run(program, Feed.at(0).put(x, 1, 2));
            assertThat(session.read(w).toFloats()).containsExactly(1, 2);
        }
    }

    @Test
    void valuesAreReadWhenTheProgramRuns() {
        HostTensor value = HostTensor.of(Shape.of(2), 1f, 2f);
        Feed feed = Feed.at(0).put(x, value).put(y, 10, 20);
        try (Session session = Evaluate.reference().open(0, add)) {
            assertThat(session.run(add, feed).get(sum).toFloats()).containsExactly(11, 22);
            value.set(0, 5);
            assertThat(session.run(add, feed).get(sum).toFloats()).containsExactly(15, 22);
        }
    }

    @Test
    void changingAnInputAfterTheRunChangesNoResult() {
        HostTensor value = HostTensor.of(Shape.of(2), 1f, 2f);
        Program echo = Program.named("echo").output("x", x).output("flat", x.reshape(1, 2)).build();
        try (Session session = Evaluate.reference().open(0, echo)) {
            Results results = session.run(echo, Feed.at(0).put(x, value));
            value.set(0, 5);
            assertThat(results.get("x").toFloats()).containsExactly(1, 2);
            assertThat(results.get("flat").toFloats()).containsExactly(1, 2);
        }
    }

    @Test
    void twoInputsOfOneNameAreFedOnce() {
        Program program = Evaluate.program(x.mul(Tensor.input("x", Shape.of(2))));
        assertThat(Evaluate.values(program, Feed.at(0).put(x, 3, 4))).containsExactly(9, 16);
    }

    @Test
    void anInputThatNoOutputNeedsMustBeFedAllTheSame() {
        Program program = Evaluate.program(Tensor.scalar(1).where(x, y));
        assertRefused("program 'test': input 'y' FLOAT32[2] is not fed; fed are [x]", program, Feed.at(0).put(x, 1, 2));
        assertThat(Evaluate.values(program, Feed.at(0).put(x, 1, 2).put(y, 3, 4))).containsExactly(1, 2);
    }

    @Test
    void idsAreFedAsIntegers() {
        Input ids = Tensor.ids("ids", Shape.of(3));
        Program program = Evaluate.program(Tensor.constant(Shape.of(2), 5, 7).gather(ids));
        assertThat(Evaluate.values(program, Feed.at(0).put(ids, HostTensor.ids(Shape.of(3), 1, 0, 1)))).containsExactly(7, 5, 7);
    }

    @Test
    void resultsAreGoneWhenTheProgramRunsAgain() {
        Feed feed = Feed.at(0).put(x, 1, 2).put(y, 3, 4);
        try (Session session = Evaluate.reference().open(0, add)) {
            Results first = session.run(add, feed);
            HostTensor kept = first.get(sum).copy();
            Results second = session.run(add, feed.put(x, 0, 0));
            assertThatThrownBy(() -> first.get(sum)).isInstanceOf(IllegalStateException.class)
                    .hasMessage("program 'add' has run again: these results are gone; copy() keeps one");
            assertThat(second.get("sum").toFloats()).containsExactly(3, 4);
            assertThat(kept.toFloats()).containsExactly(4, 6);
        }
    }

    @Test
    void resultsOutliveTheRunsOfOtherPrograms() {
        Program other = Program.named("other").output("difference", x.sub(y)).build();
        Feed feed = Feed.at(0).put(x, 1, 2).put(y, 3, 5);
        try (Session session = Evaluate.reference().open(0, add, other)) {
            Results results = session.run(add, feed);
            session.run(other, feed);
            assertThat(results.get(sum).toFloats()).containsExactly(4, 7);
        }
    }

    @Test
    void anOutputThatIsNotThereIsNamed() {
        try (Session session = Evaluate.reference().open(0, add)) {
            Results results = session.run(add, Feed.at(0).put(x, 1, 2).put(y, 3, 4));
            assertThatThrownBy(() -> results.get("total")).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("program 'add' has no output 'total', it has [sum]");
            assertThatThrownBy(() -> results.get(x.add(y))).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("add FLOAT32[2] is not an output of program 'add', which has [sum]");
        }
    }

    @Test
    void aConstantMayBeAnOutput() {
        assertThat(Evaluate.values(Tensor.constant(Shape.of(2), 1, 2))).containsExactly(1, 2);
        assertThat(Evaluate.values(Tensor.filled(Shape.of(3), DataType.INT32, 4))).containsExactly(4, 4, 4);
    }

    private static double[] draws(Program program, Feed feed) {
        return Evaluate.values(program, feed);
    }

    @ParameterizedTest
    @EnumSource
    void noiseIsThatOfKindSeedDomainNameAndStep(NoiseKind kind) {
        Program program = Program.named("draw").domain(Domain.RECONSTRUCT).output("z", Noise.of(kind, "z", Shape.of(2, 3))).build();
        NoiseDraws noise = new NoiseAddress(kind, 1, Domain.RECONSTRUCT, "z", 77).draws();
        double[] expected = new double[6];
        Arrays.setAll(expected, noise::get);
        assertThat(draws(program, Feed.at(77))).containsExactly(expected);
        assertThat(draws(program, Feed.at(78))).isNotEqualTo(expected);
    }

    private static double[] drawn(NoiseKind kind, long rowOffset, int... dims) {
        return draws(Evaluate.program(Noise.of(kind, "z", Shape.of(dims))), Feed.at(4).rowOffset(rowOffset));
    }

    @ParameterizedTest
    @EnumSource
    void aShardDrawsTheNoiseOfItsRows(NoiseKind kind) {
        double[] whole = drawn(kind, 0, 7, 3, 2);
        assertThat(drawn(kind, 2, 3, 3, 2)).containsExactly(Arrays.copyOfRange(whole, 12, 30));
        assertThat(drawn(kind, 11, 3)).containsExactly(Arrays.copyOfRange(drawn(kind, 0, 30), 11, 14));
    }

    @ParameterizedTest
    @EnumSource
    void noiseThatIsNotPerRowIsTheSameForAllShards(NoiseKind kind) {
        Program program = Evaluate.program(Noise.unbatched(kind, "z", Shape.of(7, 3)));
        assertThat(draws(program, Feed.at(4).rowOffset(2))).containsExactly(drawn(kind, 0, 7, 3));
    }

    @Test
    void noiseOfBothWaysOfIndexingIsDrawnSideBySide() {
        Tensor rows = Noise.normal("rows", Shape.of(2, 3));
        Tensor weights = Noise.unbatched(NoiseKind.NORMAL, "weights", Shape.of(5, 3));
        Program program = Program.named("layer").output("rows", rows).output("weights", weights).build();
        try (Session session = Evaluate.reference().open(1, program)) {
            HostTensor whole = session.run(program, Feed.at(4)).get(weights).copy();
            Results shard = session.run(program, Feed.at(4).rowOffset(2));
            assertThat(shard.get(weights).toFloats()).containsExactly(whole.toFloats());
            NoiseDraws draws = new NoiseAddress(NoiseKind.NORMAL, 1, program.domain(), "rows", 4).draws();
            assertThat(shard.get(rows).toFloats()).startsWith(draws.get(6), draws.get(7)).endsWith(draws.get(11));
        }
    }

    @Test
    void theReaderDrawsByKindAndRow() {
        Tensor rows = Noise.uniform("rows", Shape.of(2, 3));
        Tensor weights = Noise.unbatched(NoiseKind.LOGISTIC, "weights", Shape.of(2, 3));
        Program program = Program.named("p").domain(Domain.EVALUATE).output("sum", rows.add(weights)).build();
        FeedReader reader = new FeedReader(9, program, new Counters(List.of(program)));
        Feed feed = Feed.at(6).rowOffset(4);
        HostTensor host = HostTensor.zeros(Shape.of(2, 3), DataType.FLOAT32);
        reader.read(rows, feed, host);
        assertThat(host.get(0)).isEqualTo(new NoiseAddress(NoiseKind.UNIFORM, 9, Domain.EVALUATE, "rows", 6).draws().get(12));
        reader.read(weights, feed, host);
        assertThat(host.get(5)).isEqualTo(new NoiseAddress(NoiseKind.LOGISTIC, 9, Domain.EVALUATE, "weights", 6).draws().get(5));
        assertThat(FeedReader.firstDraw((Leaf.Random) rows.op(), feed)).isEqualTo(12);
        assertThat(FeedReader.firstDraw((Leaf.Random) weights.op(), feed)).isZero();
        assertThat(reader.noise((Leaf.Random) rows.op(), feed).address())
                .isEqualTo(new NoiseAddress(NoiseKind.UNIFORM, 9, Domain.EVALUATE, "rows", 6));
    }

    @Test
    void noiseWithoutRowsHasNoOffset() {
        assertThat(drawn(NoiseKind.GUMBEL, 9)).containsExactly(drawn(NoiseKind.GUMBEL, 0));
    }

    @Test
    void aStepThatNoNoiseHasIsRefused() {
        Program program = Evaluate.program(Noise.gumbel("z", Shape.of(2)));
        assertRefused("random stream 'z': step 72057594037927936 must be in [0, 2^56)", program, Feed.at(1L << 56));
    }

    @Test
    void aRunResumedIsARunThatNeverStopped() {
        Variable w = Variable.of("w", Shape.of(5), Initializer.fanIn(3));
        Tensor loss = w.sub(Noise.gumbel("z", Shape.of(5))).mul(w).sum();
        Program train = Program.named("train").output("loss", loss).updates(new Adam(0.1f).minimize(loss, List.of(w))).build();
        try (Session whole = Evaluate.reference().open(3, train);
                Session first = Evaluate.reference().open(3, train);
                Session second = Evaluate.reference().open(3, train)) {
            for (int step = 0; step < 12; step++) {
                Session half = step < 7 ? first : second;
                if (step == 7) {
                    first.variables().forEach(variable -> second.write(variable, first.read(variable)));
                }
                double expected = whole.run(train, Feed.at(step)).get("loss").item();
                assertThat(half.run(train, Feed.at(step)).get("loss").item()).as("loss at %d", step).isEqualTo(expected);
            }
            whole.variables().forEach(variable ->
                    assertThat(second.read(variable).toFloats()).as(variable.name()).containsExactly(whole.read(variable).toFloats()));
        }
    }
}
