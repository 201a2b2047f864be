package dev.gumbel.backend.java;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.BackendConformanceTest;

/** The backend java signs the contract. */
class JavaConformanceTest extends BackendConformanceTest {
    @Override
    public Backend backend() {
        return new JavaProvider().create(Settings.defaults());
    }

    @Override
    public Backend checkedBackend() {
        return new JavaProvider().create(Settings.defaults().withChecked(true));
    }
}
