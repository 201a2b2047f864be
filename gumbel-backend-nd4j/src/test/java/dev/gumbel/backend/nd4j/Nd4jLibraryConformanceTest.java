package dev.gumbel.backend.nd4j;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.BackendConformanceTest;

/** ND4J signs the contract with the library's own kernels, too. */
class Nd4jLibraryConformanceTest extends BackendConformanceTest {
    private static final Settings LIBRARY = Settings.defaults().withKernels(Settings.KernelSource.LIBRARY);

    @Override
    public Backend backend() {
        return new Nd4jProvider().create(LIBRARY);
    }

    @Override
    public Backend checkedBackend() {
        return new Nd4jProvider().create(LIBRARY.withChecked(true));
    }
}
