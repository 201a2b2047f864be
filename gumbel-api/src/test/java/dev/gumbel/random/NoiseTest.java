package dev.gumbel.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.NoiseKind;
import dev.gumbel.op.Shape;
import dev.gumbel.op.ShapeException;
import dev.gumbel.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoiseTest {
    private static final Shape SHAPE = Shape.of(2, 3);

    @Test
    void eachKindHasAFactoryPerRow() {
        List<Tensor> all = List.of(Noise.gumbel("z", SHAPE), Noise.uniform("z", SHAPE), Noise.exponential("z", SHAPE), Noise.logistic("z", SHAPE),
                Noise.normal("z", SHAPE));
        for (NoiseKind kind : NoiseKind.values()) {
            assertThat(all.get(kind.ordinal()).op()).isEqualTo(new Leaf.Random("z", kind, SHAPE, true, false));
            assertThat(Noise.of(kind, "z", SHAPE).op()).isEqualTo(all.get(kind.ordinal()).op());
        }
        assertThat(all).allMatch(noise -> noise.type() == DataType.FLOAT32 && noise.shape().equals(SHAPE));
    }

    @Test
    void noiseMayHaveNoRows() {
        assertThat(Noise.unbatched(NoiseKind.NORMAL, "w", SHAPE).op()).isEqualTo(new Leaf.Random("w", NoiseKind.NORMAL, SHAPE, false));
        assertThat(Noise.gumbel("z", Shape.scalar()).op()).isEqualTo(new Leaf.Random("z", NoiseKind.GUMBEL, Shape.scalar(), false));
        assertThatThrownBy(() -> new Leaf.Random("z", NoiseKind.GUMBEL, Shape.scalar(), true)).isInstanceOf(ShapeException.class)
                .hasMessage("noise 'z': a scalar has no rows, so it cannot be per row");
    }

    @Test
    void anyNoiseCanBeShared() {
        for (NoiseKind kind : NoiseKind.values()) {
            assertThat(Noise.shared(Noise.of(kind, "z", SHAPE)).op()).isEqualTo(new Leaf.Random("z", kind, SHAPE, true, true));
            assertThat(Noise.shared(Noise.unbatched(kind, "z", SHAPE)).op()).isEqualTo(new Leaf.Random("z", kind, SHAPE, false, true));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Noise.shared(Tensor.input("x", SHAPE)))
                .withMessageStartingWith("noise: only noise can be shared, not input").withMessageEndingWith(": pass the tensor itself");
    }
}
