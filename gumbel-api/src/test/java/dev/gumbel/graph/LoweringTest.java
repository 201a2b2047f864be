package dev.gumbel.graph;

import static dev.gumbel.Evaluate.input;
import static dev.gumbel.Evaluate.labels;
import static dev.gumbel.Evaluate.vector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.Evaluate;
import dev.gumbel.backend.Feed;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Domain;
import dev.gumbel.random.Noise;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole programs: value numbering, dead code, derivations, depth. */
class LoweringTest {
    private static final int DEEP = 20_000;
    private final Input x = input("x", 2, 3);

    private static Program simplify(Tensor tensor) {
        return Lowering.simplify(Evaluate.program(tensor));
    }

    @Test
    void equalComputationsBecomeOne() {
        Program program = simplify(x.exp().add(x.exp()));
        assertThat(labels(program)).containsExactly("input", "exp", "add");
        assertThat(program.tensors().getLast().inputs().getFirst()).isSameAs(program.tensors().getLast().inputs().getLast());
    }

    @Test
    void equalityIsFoundThroughWholeSubgraphs() {
        Tensor left = x.mul(3).exp().sum(1);
        Tensor right = input("x", 2, 3).mul(3).exp().sum(1);
        assertThat(labels(simplify(left.sub(right)))).containsExactly("input", "constant", "mul", "exp", "sum", "sub");
    }

    @Test
    void otherAttributesOrOperandsAreOtherComputations() {
        assertThat(labels(simplify(x.sub(x.neg()).add(x.neg().sub(x))))).containsExactly("input", "neg", "sub", "sub", "add");
        assertThat(labels(simplify(x.sum(0).sum().add(x.sum(1).sum())))).filteredOn("sum"::equals).hasSize(4);
    }

    @Test
    void theZerosAreTwoConstants() {
        Program program = simplify(x.add(0.0).mul(x.add(-0.0)));
        assertThat(labels(program)).filteredOn("constant"::equals).hasSize(2);
    }

    @Test
    void noiseOfTwoNamesIsNeverMerged() {
        Shape shape = Shape.of(4);
        Program two = simplify(Noise.gumbel("a", shape).sub(Noise.gumbel("b", shape)));
        assertThat(labels(two)).containsExactly("random", "random", "sub");
        assertThat(Evaluate.values(two, Feed.at(0))).doesNotContain(0);
        Program one = simplify(Noise.gumbel("a", shape).sub(Noise.shared(Noise.gumbel("a", shape))));
        assertThat(Evaluate.values(one, Feed.at(0))).containsOnly(0);
    }

    @Test
    void noiseIsNeverMerged() {
        Tensor shared = Noise.shared(Noise.normal("a", Shape.of(4)));
        assertThat(labels(simplify(shared.sub(Noise.shared(shared))))).containsExactly("random", "random", "sub");
    }

    @Test
    void whatNoOutputNeedsIsLeftOut() {
        Program program = simplify(Tensor.scalar(1).where(Tensor.scalar(2), Tensor.input("unused", Shape.of(2)).exp().sum()));
        assertThat(labels(program)).containsExactly("constant");
    }

    @Test
    void outputsKeepNameOrderDomainAndSignature() {
        Program program = Program.named("p").domain(Domain.SAMPLE).output("b", x.mul(1)).output("a", x.detach()).output("c", x.neg().neg()).build();
        Program simpler = Lowering.simplify(program);
        assertThat(simpler.name()).isEqualTo("p");
        assertThat(simpler.domain()).isEqualTo(Domain.SAMPLE);
        assertThat(simpler.outputs().keySet()).containsExactly("b", "a", "c");
        assertThat(simpler.outputs().values()).containsOnly(x);
    }

    @Test
    void updatesAreLoweredToo() {
        Variable w = new Variable("w", Shape.of(2), DataType.FLOAT64, Initializer.zeros());
        Variable m = new Variable("m", Shape.of(2), DataType.FLOAT64, Initializer.zeros());
        Variable v = new Variable("v", Shape.of(2), DataType.FLOAT64, Initializer.zeros());
        Variable t = Variable.counter("t");
        Update adam = new Update.AdamUpdate(w, m, v, t, vector(1, 2).detach(), Evaluate.scalar(0.1).mul(1), 0.5, 0.25, 1e-3);
        Variable other = new Variable("other", Shape.of(2), DataType.FLOAT64, Initializer.zeros());
        Program program = Program.named("p").update(adam).update(new Update.Count(t)).update(new Update.Assign(other, w.mul(1))).build();
        List<Update> updates = Lowering.simplify(program).updates();
        Update.AdamUpdate lowered = (Update.AdamUpdate) updates.getFirst();
        assertThat(lowered.gradient().op()).isEqualTo(new Leaf.Constant(Shape.of(2), DataType.FLOAT64, 1, 2));
        assertThat(lowered.learningRate().op()).isEqualTo(new Leaf.Constant(Shape.scalar(), DataType.FLOAT64, 0.1));
        assertThat(lowered.variables()).containsExactly(w, m, v);
        assertThat(lowered.counter()).isEqualTo(t);
        assertThat(updates.get(1)).isEqualTo(new Update.Count(t));
        assertThat(List.of(lowered.beta1(), lowered.beta2(), lowered.epsilon())).containsExactly(0.5, 0.25, 1e-3);
        assertThat(updates.getLast()).isEqualTo(new Update.Assign(other, w));
    }

    @Test
    void anUpdateThatIsNotClaimedIsExpandedToAssignments() {
        Variable w = Variable.of("w", Shape.of(2), Initializer.zeros());
        Program program = Program.named("p").updates(new Adam(0.1f).updates(Map.of(w, w))).build();
        Program lowered = Lowering.lower(program, claimable -> false);
        assertThat(lowered.updates()).hasSize(4).filteredOn(Update.Assign.class::isInstance).hasSize(3);
        assertThat(lowered.updates().getLast()).isInstanceOf(Update.Count.class);
        assertThat(lowered.variables()).extracting(Variable::name).containsExactlyInAnyOrder("w", "w.adam.m", "w.adam.v", "adam.step");
        assertThat(lowered.tensors()).filteredOn(tensor -> tensor.op() instanceof Leaf.StepScalar).hasSize(2);
    }

    @Test
    void onlyFusedOpsThatAreNotClaimedAreExpanded() {
        Program program = Program.named("p").output("a", x.softmax()).output("b", x.logSumExp()).build();
        Program lowered = Lowering.lower(program, fused -> fused instanceof Fused.Softmax);
        assertThat(labels(lowered)).contains("softmax", "exp", "log").doesNotContain("logSumExp");
        assertThat(lowered.outputs().get("b").signature()).isEqualTo(program.outputs().get("b").signature());
    }

    @Test
    void aDerivationMayContainFusedOps() {
        Tensor kl = Tensor.apply(new Fused.CategoricalKl(), x);
        Program all = Lowering.lower(Evaluate.program(kl), fused -> false);
        assertThat(all.tensors()).noneMatch(tensor -> tensor.op() instanceof Fused);
        Program some = Lowering.lower(Evaluate.program(kl), fused -> fused instanceof Fused.Softmax);
        assertThat(labels(some)).contains("softmax").doesNotContain("categoricalKl");
    }

    @Test
    void loweringTwiceChangesNothing() {
        Program once = Lowering.lower(Evaluate.program(x.softmax().mul(2).detach()), fused -> false);
        assertThat(Lowering.lower(once, fused -> false)).hasToString(once.toString());
    }

    @Test
    void aChainOfTwentyThousandIsLowered() {
        Tensor y = x;
        for (int i = 0; i < DEEP; i++) {
            y = i % 2 == 0 ? y.exp() : y.log();
        }
        assertThat(simplify(y).tensors()).hasSize(DEEP + 1);
    }

    @Test
    void aChainOfTwentyThousandIsSimplifiedAway() {
        Tensor y = x;
        for (int i = 0; i < DEEP; i++) {
            y = switch (i % 4) {
                case 0 -> y.mul(1);
                case 1 -> y.detach();
                default -> y.neg();
            };
        }
        assertThat(simplify(y).tensors()).containsExactly(x);
    }

    @Test
    void aChainOfTwentyThousandFusedOpsIsExpanded() {
        Tensor y = x;
        for (int i = 0; i < DEEP; i++) {
            y = y.softmax();
        }
        Program lowered = Lowering.lower(Evaluate.program(y), fused -> false);
        assertThat(lowered.tensors()).hasSize(5 * DEEP + 1);
    }

    @Test
    void aDoublingGraphStaysSmall() {
        Tensor y = x;
        Tensor twin = x;
        for (int i = 0; i < 60; i++) {
            Tensor next = y.add(twin);
            twin = twin.add(y.detach());
            y = next;
        }
        Program program = simplify(y);
        assertThat(program.tensors()).hasSize(61);
        double[] values = Evaluate.values(program, Feed.at(0).put(x, Evaluate.host(x.shape(), 1, 2, 3, 4, 5, 6)));
        assertThat(values).containsExactly(0x1p60, 0x2p60, 0x3p60, 0x4p60, 0x5p60, 0x6p60);
    }
}
