package dev.gumbel.backend.djl;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.BackendSoakTest;

class DjlSoakTest extends BackendSoakTest {
    private final Backend backend = new DjlProvider().create(Settings.defaults().withThreads(1));

    @Override
    protected Backend backend() {
        return backend;
    }
}
