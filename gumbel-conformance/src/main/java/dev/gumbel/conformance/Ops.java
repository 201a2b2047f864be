package dev.gumbel.conformance;

import dev.gumbel.op.Binary;
import dev.gumbel.op.Unary;
import java.util.List;

/** The elementwise ops. */
final class Ops {
    private Ops() {}

    static List<Unary> unaries() {
        return List.of(
                new Unary.Neg(), new Unary.Exp(), new Unary.Log(), new Unary.Sqrt(), new Unary.Sigmoid(), new Unary.Tanh(), new Unary.Relu(),
                new Unary.Softplus(), new Unary.Detach());
    }

    static List<Binary> binaries() {
        return List.of(
                new Binary.Add(), new Binary.Sub(), new Binary.Mul(), new Binary.Div(), new Binary.Maximum(), new Binary.Minimum(),
                new Binary.Greater(), new Binary.GreaterOrEqual(), new Binary.Equal());
    }
}
