package dev.gumbel.discrete;

import static dev.gumbel.Evaluate.constant;
import static dev.gumbel.Evaluate.scalar;
import static dev.gumbel.Evaluate.values;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.graph.Gradients;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class GumbelMaxTest {
    private final Tensor logits = constant(Shape.of(2, 3), 0, 2, 1, 5, 5, 5);
    private final Tensor noise = constant(Shape.of(2, 3), 2.5, 0, 0, -1, -1, 0.5);

    @Test
    void drawsTheLargestSum() {
        assertThat(values(GumbelMax.draw(logits, noise))).containsExactly(1, 0, 0, 0, 0, 1);
    }

    @Test
    void isARelaxationThatRelaxesNothing() {
        for (double temperature : new double[] {1e-3, 1, 1e3}) {
            assertThat(values(GumbelMax.exact().sample(logits, scalar(temperature), noise))).containsExactly(1, 0, 0, 0, 0, 1);
        }
    }

    @Test
    void noGradientPasses() {
        Tensor loss = GumbelMax.draw(logits, noise).mul(constant(Shape.of(3), 1, 2, 3)).sum();
        assertThat(Gradients.of(loss, List.of(logits, noise))).isEmpty();
    }

    @Test
    void aMaskedClassIsNeverDrawn() {
        Tensor masked = constant(Shape.of(1, 3), Double.NEGATIVE_INFINITY, -1e4, Double.NEGATIVE_INFINITY);
        assertThat(values(GumbelMax.draw(masked, constant(Shape.of(1, 3), 22, -3, 22)))).containsExactly(0, 1, 0);
    }

    @Test
    void saysWhatItIs() {
        assertThat(GumbelMax.exact()).hasToString("Gumbel-max");
    }
}
