package dev.gumbel.backend.host;

/** FLOAT32 elements that are read block by block: they need not all be there at once. */
@FunctionalInterface
interface Floats {

    /** Reads {@code length} elements from one on. */
    void read(long element, float[] into, int length);
}
