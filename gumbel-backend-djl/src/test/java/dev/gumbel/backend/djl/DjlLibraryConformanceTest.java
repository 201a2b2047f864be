package dev.gumbel.backend.djl;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.BackendConformanceTest;

/** DJL signs the contract with the library's own kernels, too. */
class DjlLibraryConformanceTest extends BackendConformanceTest {
    private static final Settings LIBRARY = Settings.defaults().withKernels(Settings.KernelSource.LIBRARY);

    @Override
    public Backend backend() {
        return new DjlProvider().create(LIBRARY);
    }

    @Override
    public Backend checkedBackend() {
        return new DjlProvider().create(LIBRARY.withChecked(true));
    }
}
