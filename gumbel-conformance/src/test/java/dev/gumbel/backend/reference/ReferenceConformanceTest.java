package dev.gumbel.backend.reference;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.BackendConformanceTest;

/** The reference signs its own contract. */
class ReferenceConformanceTest extends BackendConformanceTest {
    @Override
    public Backend backend() {
        return new ReferenceProvider().create(Settings.defaults());
    }
}
