package dev.gumbel.backend.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.op.Binary;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Unary;
import dev.gumbel.tensor.HostTensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Kernels that compute nothing and keep book: every array is released once, and none is used after that. */
final class Ledger implements Kernels<Object> {
    private final Set<Object> live = new HashSet<>();
    private int peak;
    private int made;
    private int closed;
    private int fetched;
    /** The number of the array whose making fails. */
    private int failing = Integer.MAX_VALUE;

    int live() {
        return live.size();
    }

    int peak() {
        return peak;
    }

    int made() {
        return made;
    }

    int closed() {
        return closed;
    }

    int fetched() {
        return fetched;
    }

    void failAt(int array) {
        failing = array;
    }

    private Object make(Object... used) {
        check(used);
        if (made == failing) {
            throw new UnsupportedOperationException("array " + made + " fails");
        }
        made++;
        Object array = new Object();
        live.add(array);
        peak = Math.max(peak, live.size());
        return array;
    }

    private void check(Object... used) {
        assertThat(closed).as("closed").isZero();
        assertThat(live).as("arrays in use").containsAll(List.of(used));
    }

    @Override
    public Object bind(HostTensor tensor) {
        return make();
    }

    @Override
    public void refresh(Object bound, HostTensor tensor) {
        check(bound);
    }

    @Override
    public void fetch(Object array, HostTensor into) {
        check(array);
        fetched++;
        for (long i = 0; i < into.shape().size(); i++) {
            into.set(i, 1);
        }
    }

    @Override
    public Object copy(Object array) {
        return make(array);
    }

    @Override
    public void assign(Object target, Object value) {
        check(target, value);
    }

    @Override
    public void release(Object array) {
        assertThat(closed).as("closed").isZero();
        assertThat(live.remove(array)).as("released once").isTrue();
    }

    @Override
    public Object unary(Unary op, Object x) {
        return make(x);
    }

    @Override
    public Object binary(Binary op, Object a, Object b) {
        return make(a, b);
    }

    @Override
    public Object movement(Movement op, Object x) {
        return make(x);
    }

    @Override
    public Object matMul(MatMul op, Object a, Object b) {
        return make(a, b);
    }

    @Override
    public Object reduce(Reduce op, Object x) {
        return make(x);
    }

    @Override
    public Object selection(Selection op, List<Object> inputs) {
        return make(inputs.toArray());
    }

    @Override
    public Object fused(Fused op, List<Object> inputs) {
        return make(inputs.toArray());
    }

    @Override
    public void adam(AdamStep step, Object weight, Object firstMoment, Object secondMoment, Object gradient) {
        check(weight, firstMoment, secondMoment, gradient);
    }

    @Override
    public void close() {
        closed++;
    }
}
