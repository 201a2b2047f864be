package dev.gumbel.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.gumbel.backend.array.AdamStep;
import dev.gumbel.op.Selection;
import dev.gumbel.random.NoiseDraws;
import dev.gumbel.tensor.HostTensor;

/** Where a session's arrays lie: what passes between them and the host, and what DJL has no op for. The methods are those of the kernels. */
interface Memory extends AutoCloseable {

    /** The manager of the arrays, which is closed with this. */
    NDManager manager();

    NDArray bind(HostTensor tensor);

    void refresh(NDArray bound, HostTensor tensor);

    void draw(NDArray bound, HostTensor tensor, NoiseDraws noise, long first);

    void fetch(NDArray array, HostTensor into);

    void assign(NDArray target, NDArray value);

    /** See {@link Selection.ScatterAdd}. */
    NDArray scatterAdd(NDArray updates, NDArray ids, int rows);

    void adam(AdamStep step, NDArray weight, NDArray firstMoment, NDArray secondMoment, NDArray gradient);

    @Override
    void close();
}
