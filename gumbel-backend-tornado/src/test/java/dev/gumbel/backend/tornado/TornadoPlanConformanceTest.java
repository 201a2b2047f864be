package dev.gumbel.backend.tornado;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.BackendConformanceTest;
import org.junit.jupiter.api.Tag;

/** The contract where every session compiles kernels of its own, however small its programs: thousands of sessions of some 100 ms a kernel. */
@Tag("exhaustive")
class TornadoPlanConformanceTest extends BackendConformanceTest {
    private final TornadoProvider provider = new TornadoProvider();

    @Override
    public Backend backend() {
        return provider.create(Settings.defaults(), false);
    }

    @Override
    public Backend checkedBackend() {
        return provider.create(Settings.defaults().withChecked(true), false);
    }
}
