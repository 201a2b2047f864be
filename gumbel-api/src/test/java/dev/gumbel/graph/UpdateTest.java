package dev.gumbel.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import org.junit.jupiter.api.Test;

class UpdateTest {
    private final Variable weight = variable("w", 2, 3);
    private final Variable first = variable("m", 2, 3);
    private final Variable second = variable("v", 2, 3);
    private final Variable count = Variable.counter("t");
    private final Variable scalar = variable("s");
    private final Tensor gradient = Tensor.input("g", Shape.of(2, 3));
    private final Tensor rate = Tensor.scalar(0.1f);

    private static Variable variable(String name, int... dims) {
        return Variable.of(name, Shape.of(dims), Initializer.zeros());
    }

    private static Update adam(Variable weight, Variable first, Variable second, Variable count, Tensor gradient, Tensor rate) {
        return new Update.AdamUpdate(weight, first, second, count, gradient, rate, 0.9, 0.999, 1e-8);
    }

    private static void assertRefused(String message, Runnable construction) {
        assertThatThrownBy(construction::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void updatesNameWhatTheyReadAndChange() {
        Update assign = new Update.Assign(weight, gradient);
        assertThat(assign.inputs()).containsExactly(gradient);
        assertThat(assign.variables()).containsExactly(weight);
        Update adam = adam(weight, first, second, count, gradient, rate);
        assertThat(adam.inputs()).containsExactly(gradient, rate);
        assertThat(adam.variables()).containsExactly(weight, first, second);
        Update counting = new Update.Count(count);
        assertThat(counting.inputs()).isEmpty();
        assertThat(counting.variables()).containsExactly(count);
    }

    @Test
    void assignNeedsTheVariablesSignature() {
        assertRefused("assign of variable 'w': expected FLOAT32[2, 3], got FLOAT32[]", () -> new Update.Assign(weight, rate));
        Tensor wide = Tensor.filled(Shape.of(2, 3), DataType.FLOAT64, 0);
        assertRefused("assign of variable 'w': expected FLOAT32[2, 3], got FLOAT64[2, 3]", () -> new Update.Assign(weight, wide));
    }

    @Test
    void adamNeedsMomentsAndGradientLikeTheVariable() {
        assertRefused("adam: first moment of variable 'w': expected FLOAT32[2, 3], got FLOAT32[]",
                () -> adam(weight, scalar, second, count, gradient, rate));
        assertRefused("adam: second moment of variable 'w': expected FLOAT32[2, 3], got FLOAT32[]",
                () -> adam(weight, first, scalar, count, gradient, rate));
        assertRefused("adam: gradient of variable 'w': expected FLOAT32[2, 3], got FLOAT32[]",
                () -> adam(weight, first, second, count, rate, rate));
    }

    @Test
    void adamNeedsACounterAndAScalarRate() {
        assertRefused("adam: variable 's' is not a counter; make one with Variable.counter",
                () -> adam(weight, first, second, scalar, gradient, rate));
        assertRefused("count: variable 's' is not a counter; make one with Variable.counter", () -> new Update.Count(scalar));
        assertRefused("adam: learning rate [2, 3] must be a scalar", () -> adam(weight, first, second, count, gradient, gradient));
    }
}
