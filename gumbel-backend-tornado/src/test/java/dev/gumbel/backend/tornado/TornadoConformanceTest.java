package dev.gumbel.backend.tornado;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.BackendConformanceTest;

/** TornadoVM signs the contract. */
class TornadoConformanceTest extends BackendConformanceTest {
    @Override
    public Backend backend() {
        return new TornadoProvider().create(Settings.defaults());
    }
}
