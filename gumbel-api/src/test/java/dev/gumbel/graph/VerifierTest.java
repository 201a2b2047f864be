package dev.gumbel.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.nn.Linear;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.Activation;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.NoiseKind;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Noise;
import dev.gumbel.random.RandomStream;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerifierTest {
    private static final Shape TWO = Shape.of(2);
    private static final Shape THREE = Shape.of(3);
    /** Two names of one stream id, found by search. */
    private static final String LEFT = "noise.kjmtmc.16784";
    private static final String RIGHT = "noise.2as92pe.150956";

    private static Program program(String name, Tensor... outputs) {
        Program.Builder builder = Program.named(name);
        for (int i = 0; i < outputs.length; i++) {
            builder.output("out" + i, outputs[i]);
        }
        return builder.build();
    }

    private static Variable variable(String name, Shape shape) {
        return Variable.of(name, shape, Initializer.zeros());
    }

    private static Update assign(Variable variable) {
        return new Update.Assign(variable, variable.filledLike(1));
    }

    private static void assertRefused(String message, Runnable action) {
        assertThatThrownBy(action::run).isInstanceOf(GraphException.class).hasMessage(message);
    }

    @Test
    void anInputOfTwoShapesIsRefused() {
        assertRefused("program 'p': input 'x' has two signatures, FLOAT32[3] and FLOAT32[2]",
                () -> program("p", Tensor.input("x", TWO), Tensor.input("x", THREE)));
    }

    @Test
    void anInputOfTwoTypesIsRefused() {
        assertRefused("program 'p': input 'x' has two signatures, INT32[2] and FLOAT32[2]",
                () -> program("p", Tensor.input("x", TWO), Tensor.ids("x", TWO)));
    }

    @Test
    void aVariableOfTwoShapesIsRefused() {
        assertRefused("program 'p': variable 'w' has two signatures, FLOAT32[3] and FLOAT32[2]",
                () -> program("p", variable("w", TWO), variable("w", THREE)));
    }

    @Test
    void noiseOfTwoShapesIsRefused() {
        assertRefused("program 'p': noise 'z' has two signatures, FLOAT32[3] and FLOAT32[2]",
                () -> program("p", Noise.gumbel("z", TWO), Noise.gumbel("z", THREE)));
    }

    @Test
    void noiseOfTwoKindsIsRefused() {
        assertRefused("program 'p': noise 'z' is of two kinds, logistic and normal, "
                        + "and both would be functions of the same random words: rename one",
                () -> program("p", Noise.normal("z", TWO), Noise.logistic("z", TWO)));
        assertRefused("program 'p': noise 'z' is of two kinds, uniform and gumbel, "
                        + "and both would be functions of the same random words: rename one",
                () -> program("p", Noise.gumbel("z", TWO), Noise.shared(Noise.uniform("z", TWO))));
    }

    @Test
    void noiseThatIsPerRowAndIsNotIsRefused() {
        assertRefused("program 'p': noise 'z' is per row and not per row: say one of them, or rename one",
                () -> program("p", Noise.gumbel("z", TWO), Noise.shared(Noise.unbatched(NoiseKind.GUMBEL, "z", TWO))));
    }

    @Test
    void aVariableOfTwoInitializersIsRefused() {
        assertRefused("program 'p': variable 'w' has two initializers, Uniform[bound=0.5] and Filled[value=0.0]",
                () -> program("p", variable("w", TWO), Variable.of("w", TWO, Initializer.fanIn(4))));
    }

    @Test
    void twoNoiseNamesOnOneStreamAreRefused() {
        assertThat(RandomStream.id(LEFT)).isEqualTo(RandomStream.id(RIGHT));
        assertRefused("program 'p': noise '" + RIGHT + "' and '" + LEFT + "' fall on one random stream: rename one",
                () -> program("p", Noise.gumbel(LEFT, TWO), Noise.gumbel(RIGHT, TWO)));
    }

    @Test
    void aVariableUpdatedTwiceIsRefused() {
        Variable w = variable("w", TWO);
        assertRefused("program 'p': variable 'w' is updated twice", () -> Program.named("p").update(assign(w)).update(assign(w)).build());
        assertRefused("program 'p': variable 'w' is updated twice",
                () -> Program.named("p").update(assign(w)).update(assign(variable("w", TWO))).build());
    }

    @Test
    void momentsOfAdamAreUpdatedToo() {
        Variable w = variable("w", TWO);
        Variable m = variable("m", TWO);
        Update adam = new Update.AdamUpdate(w, m, variable("v", TWO), Variable.counter("t"), w, Tensor.scalar(1), 0.9, 0.999, 1e-8);
        Update count = new Update.Count(Variable.counter("t"));
        assertRefused("program 'p': variable 'm' is updated twice", () -> Program.named("p").update(adam).update(count).update(assign(m)).build());
    }

    @Test
    void aCounterGrowsOnceInARunThatTakesAStep() {
        Variable w = variable("w", TWO);
        Variable v = variable("v", TWO);
        List<Update> ofW = new Adam(1).updates(Map.of(w, w));
        List<Update> ofV = new Adam(1).updates(Map.of(v, v));
        assertRefused("program 'p': counter 'adam.step' is counted twice: give one of the optimisers another name",
                () -> Program.named("p").updates(ofW).updates(ofV).build());
        assertRefused("program 'p': adam of variable 'w': its counter 'adam.step' never grows; add Update.Count, or use Optimizer.minimize",
                () -> Program.named("p").update(ofW.getFirst()).build());
        assertThat(Program.named("p").updates(ofW).updates(new Adam(1).named("other").updates(Map.of(v, v))).build().updates()).hasSize(4);
    }

    @Test
    void twoOptimisersOfASessionHaveCountersOfTheirOwn() {
        Variable w = variable("w", TWO);
        Variable v = variable("v", TWO);
        Program critic = Program.named("critic").updates(new Adam(1).updates(Map.of(w, w))).build();
        Program same = Program.named("same").updates(new Adam(1).updates(Map.of(w, w, v, v))).build();
        Program generator = Program.named("generator").updates(new Adam(1).updates(Map.of(v, v))).build();
        Verifier.verifyTogether(List.of(critic, same));
        assertRefused("programs [critic, generator]: program 'generator' counts 'adam.step' for other variables than a program before it: "
                + "give its optimiser another name", () -> Verifier.verifyTogether(List.of(critic, generator)));
    }

    @Test
    void aCounterIsNoTensor() {
        Variable t = Variable.counter("t");
        Variable ids = new Variable("ids", Shape.scalar(), DataType.INT32, Initializer.zeros());
        assertRefused("program 'p': counter 't.step' is read in output 'out', but it is not on the device: use Tensor.stepScalar",
                () -> Program.named("p").output("out", t).build());
        assertRefused("program 'p': counter 't.step' is assigned to: use Update.Count",
                () -> Program.named("p").update(new Update.Assign(t, ids)).build());
        Variable namesake = variable("t.step", Shape.scalar());
        assertRefused("program 'p': variable 't.step' has two signatures, INT32[] and FLOAT32[]",
                () -> Program.named("p").output("out", namesake).update(new Update.Count(t)).build());
    }

    @Test
    void aVariableThatIsOnlyUpdatedIsCheckedToo() {
        assertRefused("program 'p': variable 'w' has two signatures, FLOAT32[2] and FLOAT32[3]",
                () -> Program.named("p").output("out", variable("w", THREE)).update(assign(variable("w", TWO))).build());
    }

    @Test
    void aProgramThatDoesNothingIsRefused() {
        assertRefused("program 'p': there is neither an output nor an update", () -> Program.named("p").build());
    }

    @Test
    void oneNameMayMeanAnInputAVariableAndNoise() {
        assertThatCode(() -> program("p", Tensor.input("x", TWO), variable("x", THREE), Noise.gumbel("x", Shape.of(4))))
                .doesNotThrowAnyException();
    }

    @Test
    void twoVariablesOfOneNameAreRefused() {
        Variable v = variable("v", TWO);
        Variable w = variable("v", TWO);
        assertRefused("program 'p': variable 'v' is two tensors, in mul FLOAT32[2] (op 3 of 5) and in exp FLOAT32[2] (op 5 of 5), "
                        + "and each would get a part of the gradient: make it once and pass it on",
                () -> program("p", v.mul(3), w.exp()));
        assertRefused("program 'p': variable 'v' is two tensors, in output 'out0' and in output 'out1', "
                + "and each would get a part of the gradient: make it once and pass it on", () -> program("p", v, w));
    }

    @Test
    void constantIdsOutsideTheTableAreRefused() {
        Tensor table = variable("table", Shape.of(3, 2));
        Tensor ids = Tensor.apply(new Leaf.Constant(TWO, DataType.INT32, 0, 3));
        assertRefused("program 'p': gather FLOAT32[2, 2]: id 3 is outside its table of 3 rows [0, 3)", () -> program("p", table.gather(ids)));
        Tensor negative = Tensor.apply(new Leaf.Constant(TWO, DataType.INT32, 0, -1));
        assertRefused("program 'p': scatterAdd FLOAT32[5, 2]: id -1 is outside its table of 5 rows [0, 5)",
                () -> program("p", Tensor.filled(Shape.of(2, 2), DataType.FLOAT32, 1).scatterAdd(negative, 5)));
    }

    @Test
    void twoLayersOfOneNameAreRefused() {
        Input x = Tensor.input("x", Shape.of(4, 2));
        Linear first = Linear.of("l", 2, 2, Activation.RELU);
        Linear second = Linear.of("l", 2, 2, Activation.RELU);
        assertRefused("program 'p': variable 'l.weight' is two tensors, in linear FLOAT32[4, 2] (op 4 of 7) and in linear FLOAT32[4, 2] "
                        + "(op 7 of 7), and each would get a part of the gradient: make it once and pass it on",
                () -> program("p", second.apply(first.apply(x))));
    }

    @Test
    void anUpdateOfAnotherVariableOfTheNameIsRefused() {
        Variable w = variable("w", TWO);
        assertRefused("program 'p': variable 'w' is two tensors, in exp FLOAT32[2] (op 2 of 3) and in the update of 'w', "
                        + "and each would get a part of the gradient: make it once and pass it on",
                () -> Program.named("p").output("out", w.exp()).update(assign(variable("w", TWO))).build());
    }

    @Test
    void noiseDrawnTwiceIsRefusedUnlessItIsShared() {
        Tensor z = Noise.gumbel("z", TWO);
        assertRefused("program 'p': noise 'z' is drawn twice, in exp FLOAT32[2] (op 2 of 4) and in neg FLOAT32[2] (op 4 of 4), "
                        + "and both would be the same draw: rename one, or ask for the same draw by Noise.shared",
                () -> program("p", z.exp(), Noise.gumbel("z", TWO).neg()));
        Tensor again = Noise.shared(Noise.gumbel("z", TWO));
        assertThatCode(() -> program("p", z.exp(), z.neg(), again, Noise.shared(again).neg())).doesNotThrowAnyException();
        assertRefused("program 'p': noise 'z' has two signatures, FLOAT32[3] and FLOAT32[2]",
                () -> program("p", z, Noise.shared(Noise.gumbel("z", THREE))));
    }

    @Test
    void aLeafMayBeReadManyTimesAndAnInputMadeTwice() {
        Variable w = variable("w", TWO);
        Tensor z = Noise.gumbel("z", TWO);
        assertThatCode(() -> program("p", Tensor.input("x", TWO), Tensor.input("x", TWO), w.exp(), w, z.exp(), z)).doesNotThrowAnyException();
    }

    @Test
    void oneVariableMayBeMadeForEachProgram() {
        List<Program> programs = List.of(program("a", variable("w", TWO).exp()), program("b", variable("w", TWO).neg()));
        assertThatCode(() -> Verifier.verifyTogether(programs)).doesNotThrowAnyException();
    }

    @Test
    void programsOfOneNameCannotShareASession() {
        List<Program> programs = List.of(program("p", Tensor.input("x", TWO)), program("p", Tensor.input("x", TWO)));
        assertRefused("programs [p, p]: two programs are named 'p'", () -> Verifier.verifyTogether(programs));
    }

    @Test
    void programsMustAgreeOnVariables() {
        Program two = program("a", variable("w", TWO));
        assertRefused("programs [a, b]: variable 'w' has two signatures, FLOAT32[3] and FLOAT32[2]",
                () -> Verifier.verifyTogether(List.of(two, program("b", variable("w", THREE)))));
        Program wide = program("b", new Variable("w", TWO, DataType.FLOAT64, Initializer.zeros()));
        assertRefused("programs [a, b]: variable 'w' has two signatures, FLOAT64[2] and FLOAT32[2]",
                () -> Verifier.verifyTogether(List.of(two, wide)));
        Program other = program("b", Variable.of("w", TWO, Initializer.fanIn(4)));
        assertRefused("programs [a, b]: variable 'w' has two initializers, Uniform[bound=0.5] and Filled[value=0.0]",
                () -> Verifier.verifyTogether(List.of(two, other)));
    }

    @Test
    void programsMustAgreeOnVariablesThatAreOnlyUpdated() {
        Program updating = Program.named("a").update(assign(variable("w", TWO))).build();
        assertRefused("programs [a, b]: variable 'w' has two signatures, FLOAT32[3] and FLOAT32[2]",
                () -> Verifier.verifyTogether(List.of(updating, program("b", variable("w", THREE)))));
    }

    @Test
    void noiseNamesOnOneStreamAreRefusedAcrossPrograms() {
        assertRefused("programs [a, b]: noise '" + RIGHT + "' and '" + LEFT + "' fall on one random stream: rename one",
                () -> Verifier.verifyTogether(List.of(program("a", Noise.gumbel(LEFT, TWO)), program("b", Noise.gumbel(RIGHT, TWO)))));
    }

    @Test
    void eachProgramMayUpdateTheSameVariable() {
        Variable w = variable("w", TWO);
        List<Program> programs = List.of(Program.named("a").update(assign(w)).build(), Program.named("b").update(assign(w)).build());
        assertThatCode(() -> Verifier.verifyTogether(programs)).doesNotThrowAnyException();
    }

    @Test
    void batchesOfSeveralSizesShareASession() {
        List<Program> programs = List.of(
                program("a", Tensor.input("x", TWO), Noise.gumbel("z", TWO)), program("b", Tensor.input("x", THREE), Noise.gumbel("z", THREE)));
        assertThatCode(() -> Verifier.verifyTogether(programs)).doesNotThrowAnyException();
    }
}
