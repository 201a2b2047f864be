package dev.gumbel.backend.tornado;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.BackendSoakTest;
import org.junit.jupiter.api.Tag;

/** TornadoVM gives memory back. All of it takes minutes, as each session compiles its kernels. */
@Tag("exhaustive")
class TornadoSoakTest extends BackendSoakTest {
    @Override
    protected Backend backend() {
        return new TornadoProvider().create(Settings.defaults());
    }
}
