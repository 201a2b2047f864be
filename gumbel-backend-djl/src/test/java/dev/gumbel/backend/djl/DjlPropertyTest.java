package dev.gumbel.backend.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.array.ArrayBackend;
import dev.gumbel.conformance.GraphAgreement;
import dev.gumbel.kernels.FusedKernels;
import dev.gumbel.kernels.simd.Simd;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** DJL and the reference agree on graphs drawn at random. */
class DjlPropertyTest {
    private final Backend fused = new DjlProvider().create(Settings.defaults());
    private final Backend library = new DjlProvider().create(Settings.defaults().withKernels(Settings.KernelSource.LIBRARY));
    private final Backend device = new ArrayBackend<>(
            library.capabilities(), Settings.defaults(),
            () -> new DjlDeviceKernels(NDManager.newBaseManager(Device.cpu(), "PyTorch")));
    private final Backend scalar = new ArrayBackend<>(
            fused.capabilities(), Settings.defaults(),
            () -> new FusedKernels<>(new DjlHostKernels(NDManager.newBaseManager(Device.cpu(), "PyTorch"), 1), Simd::scalar));

    @Property(tries = 150)
    void valuesAndGradientsEqualTheReferences(@ForAll @Size(max = 20) int[] numbers) {
        GraphAgreement.check(fused, numbers);
    }

    @Property(tries = 150)
    void valuesAndGradientsEqualTheReferencesWithoutTheVectorApi(@ForAll @Size(max = 20) int[] numbers) {
        GraphAgreement.check(scalar, numbers);
    }

    @Property(tries = 150)
    void valuesAndGradientsOfTheLibraryEqualTheReferences(@ForAll @Size(max = 20) int[] numbers) {
        GraphAgreement.check(library, numbers);
    }

    @Property(tries = 150)
    void valuesAndGradientsOnADeviceEqualTheReferences(@ForAll @Size(max = 20) int[] numbers) {
        GraphAgreement.check(device, numbers);
    }
}
