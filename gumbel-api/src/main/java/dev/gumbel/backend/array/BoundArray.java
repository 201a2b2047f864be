package dev.gumbel.backend.array;

import dev.gumbel.tensor.HostTensor;

/** Host memory and the array that holds, or shares, its values. */
record BoundArray<A>(HostTensor host, A array) {}
