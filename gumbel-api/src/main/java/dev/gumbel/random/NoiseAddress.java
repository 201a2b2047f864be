package dev.gumbel.random;

import dev.gumbel.op.NoiseKind;

/**
 * Where noise comes from: whoever knows this draws the same bits. Draw i is the kind's function of word i of the stream of the rest
 * (docs/noise-v1.md).
 */
public record NoiseAddress(NoiseKind kind, long seed, Domain domain, String name, long step) {

    /** The draws of this address. */
    public NoiseDraws draws() {
        return new NoiseDraws(this);
    }

    /** The address of the same noise in another step. */
    public NoiseAddress at(long other) {
        return new NoiseAddress(kind, seed, domain, name, other);
    }
}
