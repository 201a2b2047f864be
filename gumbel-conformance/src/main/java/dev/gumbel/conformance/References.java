package dev.gumbel.conformance;

import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.reference.ReferenceProvider;
import dev.gumbel.graph.Program;

/** The oracle every backend is compared with. */
final class References {
    private References() {}

    static Session open(long seed, Program... programs) {
        return new ReferenceProvider().create(Settings.defaults()).open(seed, programs);
    }
}
