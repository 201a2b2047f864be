package dev.gumbel.backend;

import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Tensor;

/**
 * The outputs of one run. An output is fetched from the device when it is asked for, and valid until the next run of the program or the close of
 * the session; {@link HostTensor#copy()} keeps it.
 */
public interface Results {

    /**
     * An output by its name.
     *
     * @throws IllegalArgumentException if the program has no such output
     * @throws IllegalStateException if the program has run again, or the session is closed
     */
    HostTensor get(String name);

    /**
     * An output by the tensor it was declared with.
     *
     * @throws IllegalArgumentException if the tensor is not an output of the program
     * @throws IllegalStateException if the program has run again, or the session is closed
     */
    HostTensor get(Tensor tensor);
}
