package dev.gumbel.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.graph.GraphException;
import dev.gumbel.graph.Program;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.NoiseKind;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoiseScopeTest {
    private static final Shape SHAPE = Shape.of(2, 3);

    private static void assertRefused(String message, Runnable action) {
        assertThatIllegalArgumentException().isThrownBy(action::run).withMessage(message);
    }

    @Test
    void namesBeginWithTheScopes() {
        NoiseScope scope = NoiseScope.named("z");
        List<Tensor> all = List.of(scope.gumbel("g", SHAPE), scope.uniform("u", SHAPE), scope.exponential("e", SHAPE), scope.logistic("l", SHAPE),
                scope.normal("n", SHAPE));
        List<String> names = List.of("z.g", "z.u", "z.e", "z.l", "z.n");
        for (NoiseKind kind : NoiseKind.values()) {
            assertThat(all.get(kind.ordinal()).op()).isEqualTo(new Leaf.Random(names.get(kind.ordinal()), kind, SHAPE, true));
        }
        assertThat(scope.unbatched(NoiseKind.NORMAL, "w", SHAPE).op()).isEqualTo(new Leaf.Random("z.w", NoiseKind.NORMAL, SHAPE, false));
    }

    @Test
    void aChildHasNamesOfItsOwn() {
        NoiseScope scope = NoiseScope.named("z");
        assertThat(scope.child("a").gumbel("u", SHAPE).op()).isEqualTo(new Leaf.Random("z.a.u", NoiseKind.GUMBEL, SHAPE, true));
        assertThat(scope.child("b").child("c").gumbel("u", SHAPE).op()).isEqualTo(new Leaf.Random("z.b.c.u", NoiseKind.GUMBEL, SHAPE, true));
        assertThat(scope.gumbel("u", SHAPE).op()).isEqualTo(new Leaf.Random("z.u", NoiseKind.GUMBEL, SHAPE, true));
    }

    @Test
    void aScopeThatIsFedHandsOutInputs() {
        NoiseScope scope = NoiseScope.fed("z");
        assertThat(scope.normal("u", SHAPE).op()).isEqualTo(new Leaf.Input("z.u", SHAPE, DataType.FLOAT32));
        assertThat(scope.unbatched(NoiseKind.UNIFORM, "w", SHAPE).op()).isEqualTo(new Leaf.Input("z.w", SHAPE, DataType.FLOAT32));
        assertThat(scope.child("a").gumbel("u", SHAPE).op()).isEqualTo(new Leaf.Input("z.a.u", SHAPE, DataType.FLOAT32));
    }

    @Test
    void aNameIsGivenOnce() {
        NoiseScope scope = NoiseScope.named("z");
        scope.gumbel("u", SHAPE);
        String message = "noise scope 'z': 'u' is asked for twice, and both would be the same draw: choose another name";
        assertRefused(message, () -> scope.gumbel("u", SHAPE));
        assertRefused(message, () -> scope.normal("u", Shape.of(4)));
        assertRefused(message, () -> scope.unbatched(NoiseKind.GUMBEL, "u", SHAPE));
        assertRefused(message, () -> scope.child("u"));
        NoiseScope fed = NoiseScope.fed("z");
        fed.child("u");
        assertRefused(message, () -> fed.child("u"));
    }

    @Test
    void twoScopesOfOneNameAreFoundByTheProgram() {
        Tensor sum = NoiseScope.named("z").gumbel("u", SHAPE).add(NoiseScope.named("z").gumbel("u", SHAPE));
        assertThatThrownBy(() -> Program.named("p").output("sum", sum).build()).isInstanceOf(GraphException.class)
                .hasMessageStartingWith("program 'p': noise 'z.u' is drawn twice");
    }

    @Test
    void namesThatCouldBeThoseOfAnotherScopeAreRefused() {
        NoiseScope scope = NoiseScope.named("z");
        assertRefused("noise scope 'z': 'a.u' is no name: expected one without dots; child() nests", () -> scope.gumbel("a.u", SHAPE));
        assertRefused("noise scope 'z': '' is no name: expected one without dots; child() nests", () -> scope.child(""));
        assertRefused("noise scope: its name is empty", () -> NoiseScope.named(""));
    }
}
