package dev.gumbel.vae.data;

import java.util.Locale;

/** The sets that have a name. */
public enum DatasetName {
    /** MNIST from the cache or the network, else glyphs. */
    AUTO,
    MNIST,
    FASHION_MNIST,
    GLYPHS;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
