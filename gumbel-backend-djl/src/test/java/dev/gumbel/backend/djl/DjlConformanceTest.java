package dev.gumbel.backend.djl;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.BackendConformanceTest;

/** DJL signs the contract. */
class DjlConformanceTest extends BackendConformanceTest {
    @Override
    public Backend backend() {
        return new DjlProvider().create(Settings.defaults());
    }
}
