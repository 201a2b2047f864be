package dev.gumbel.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.op.Shape;
import dev.gumbel.random.Domain;
import dev.gumbel.random.Noise;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProgramTest {
    private final Input x = Tensor.input("x", Shape.of(2));
    private final Input y = Tensor.input("y", Shape.of(2));
    private final Variable w = Variable.of("w", Shape.of(2), Initializer.zeros());
    private final Variable b = Variable.of("b", Shape.of(2), Initializer.zeros());

    @Test
    void tensorsComeAfterTheirInputsAndOnce() {
        Tensor shared = x.mul(w);
        Program program = Program.named("p").output("a", shared.add(y).mul(shared)).output("b", shared).build();
        Set<Tensor> seen = new HashSet<>();
        for (Tensor tensor : program.tensors()) {
            assertThat(seen).containsAll(tensor.inputs());
            assertThat(seen.add(tensor)).isTrue();
        }
        assertThat(seen).hasSize(6);
    }

    @Test
    void theOrderOfTensorsDependsOnTheGraphAlone() {
        Tensor sum = x.exp().add(y.log());
        assertThat(Program.named("p").output("a", sum).build().tensors().stream().map(tensor -> tensor.op().label()))
                .containsExactly("input", "exp", "input", "log", "add");
    }

    @Test
    void inputsAndVariablesAreThoseThatAreReadOrChanged() {
        Variable unused = Variable.of("unused", Shape.of(2), Initializer.zeros());
        Tensor sum = x.add(w);
        Program program = Program.named("p").output("sum", sum).update(new Update.Assign(b, y)).build();
        assertThat(unused.name()).isNotEqualTo(w.name());
        assertThat(program.inputs()).containsExactly(x, y);
        assertThat(program.variables()).containsExactly(w, b);
    }

    @Test
    void aVariableReadAndChangedIsNamedOnce() {
        Program program = Program.named("p").update(new Update.Assign(w, w.add(x))).build();
        assertThat(program.variables()).containsExactly(w);
    }

    @Test
    void noiseIsDrawnForTrainingUnlessSaid() {
        Tensor noise = Noise.gumbel("z", Shape.of(2));
        assertThat(Program.named("p").output("z", noise).build().domain()).isEqualTo(Domain.TRAIN);
        assertThat(Program.named("p").domain(Domain.SAMPLE).output("z", noise).build().domain()).isEqualTo(Domain.SAMPLE);
    }

    @Test
    void refusesTwoOutputsOfOneName() {
        Program.Builder builder = Program.named("p").output("a", x);
        assertThatThrownBy(() -> builder.output("a", y)).isInstanceOf(GraphException.class)
                .hasMessage("program 'p': there are two outputs named 'a'");
    }

    @Test
    void aProgramDoesNotChangeWithItsBuilder() {
        Program.Builder builder = Program.named("p").output("a", x);
        Program program = builder.build();
        builder.output("b", y).updates(List.of(new Update.Assign(w, x)));
        assertThat(program.outputs()).containsOnlyKeys("a");
        assertThat(program.updates()).isEmpty();
        assertThat(builder.build().updates()).hasSize(1);
    }

    @Test
    void aProgramCannotBeChanged() {
        Program program = Program.named("p").output("a", x).build();
        assertThatThrownBy(() -> program.outputs().put("b", y)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> program.tensors().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> program.updates().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aProgramReadsAsItsGraph() {
        Program program = Program.named("p").output("a", x).build();
        assertThat(program).hasToString(Printer.text(program));
    }
}
