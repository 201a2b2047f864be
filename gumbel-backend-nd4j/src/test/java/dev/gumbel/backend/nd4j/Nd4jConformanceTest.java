package dev.gumbel.backend.nd4j;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.BackendConformanceTest;

/** ND4J signs the contract. */
class Nd4jConformanceTest extends BackendConformanceTest {
    @Override
    public Backend backend() {
        return new Nd4jProvider().create(Settings.defaults());
    }
}
