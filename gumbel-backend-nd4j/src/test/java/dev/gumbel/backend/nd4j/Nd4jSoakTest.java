package dev.gumbel.backend.nd4j;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.BackendSoakTest;

class Nd4jSoakTest extends BackendSoakTest {
    private final Backend backend = new Nd4jProvider().create(Settings.defaults().withThreads(1));

    @Override
    protected Backend backend() {
        return backend;
    }
}
