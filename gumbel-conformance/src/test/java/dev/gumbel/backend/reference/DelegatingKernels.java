package dev.gumbel.backend.reference;

import dev.gumbel.backend.array.AdamStep;
import dev.gumbel.backend.array.Kernels;
import dev.gumbel.op.Binary;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Unary;
import dev.gumbel.tensor.HostTensor;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/** The reference's kernels, of which a subclass gets one wrong. */
class DelegatingKernels implements Kernels<ReferenceArray> {
    private final ReferenceKernels healthy = new ReferenceKernels();

    static ReferenceArray map(ReferenceArray x, DoubleUnaryOperator function) {
        return x.with(DoubleStream.of(x.values()).map(function).toArray());
    }

    @Override
    public ReferenceArray bind(HostTensor tensor) {
        return healthy.bind(tensor);
    }

    @Override
    public void refresh(ReferenceArray bound, HostTensor tensor) {
        healthy.refresh(bound, tensor);
    }

    @Override
    public void fetch(ReferenceArray array, HostTensor into) {
        healthy.fetch(array, into);
    }

    @Override
    public ReferenceArray copy(ReferenceArray array) {
        return healthy.copy(array);
    }

    @Override
    public void assign(ReferenceArray target, ReferenceArray value) {
        healthy.assign(target, value);
    }

    @Override
    public void release(ReferenceArray array) {
        healthy.release(array);
    }

    @Override
    public ReferenceArray unary(Unary op, ReferenceArray x) {
        return healthy.unary(op, x);
    }

    @Override
    public ReferenceArray binary(Binary op, ReferenceArray a, ReferenceArray b) {
        return healthy.binary(op, a, b);
    }

    @Override
    public ReferenceArray movement(Movement op, ReferenceArray x) {
        return healthy.movement(op, x);
    }

    @Override
    public ReferenceArray matMul(MatMul op, ReferenceArray a, ReferenceArray b) {
        return healthy.matMul(op, a, b);
    }

    @Override
    public ReferenceArray reduce(Reduce op, ReferenceArray x) {
        return healthy.reduce(op, x);
    }

    @Override
    public ReferenceArray selection(Selection op, List<ReferenceArray> inputs) {
        return healthy.selection(op, inputs);
    }

    @Override
    public ReferenceArray fused(Fused op, List<ReferenceArray> inputs) {
        return healthy.fused(op, inputs);
    }

    @Override
    public void adam(AdamStep step, ReferenceArray weight, ReferenceArray firstMoment, ReferenceArray secondMoment, ReferenceArray gradient) {
        healthy.adam(step, weight, firstMoment, secondMoment, gradient);
    }

    @Override
    public void close() {
        healthy.close();
    }
}
