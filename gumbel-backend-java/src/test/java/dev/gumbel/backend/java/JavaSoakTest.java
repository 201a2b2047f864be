package dev.gumbel.backend.java;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.BackendSoakTest;

class JavaSoakTest extends BackendSoakTest {
    private final Backend backend = new JavaProvider().create(Settings.defaults().withThreads(1));

    @Override
    protected Backend backend() {
        return backend;
    }
}
