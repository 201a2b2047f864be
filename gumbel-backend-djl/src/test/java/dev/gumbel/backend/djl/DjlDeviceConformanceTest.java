package dev.gumbel.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.array.ArrayBackend;
import dev.gumbel.conformance.BackendConformanceTest;
import dev.gumbel.tensor.HostTensor;
import org.junit.jupiter.api.Test;

/** DJL signs the contract on a device that shares nothing with the host: {@code cpu-copy}, the CPU by the ways of a GPU. */
class DjlDeviceConformanceTest extends BackendConformanceTest {
    private static final Settings LIBRARY = Settings.defaults().withKernels(Settings.KernelSource.LIBRARY);

    @Override
    public Backend backend() {
        return backend(LIBRARY);
    }

    @Override
    public Backend checkedBackend() {
        return backend(LIBRARY.withChecked(true));
    }

    private static Backend backend(Settings settings) {
        return new ArrayBackend<>(new DjlProvider().create(settings).capabilities(), settings, DjlDeviceConformanceTest::kernels);
    }

    private static DjlDeviceKernels kernels() {
        return new DjlDeviceKernels(NDManager.newBaseManager(Device.cpu(), "PyTorch"));
    }

    @Test
    void nothingIsSharedWithTheHost() {
        backend();
        try (DjlDeviceKernels kernels = kernels()) {
            HostTensor tensor = HostTensor.of(new float[][] {{1, 2}, {3, 4}});
            NDArray array = kernels.bind(tensor);
            tensor.set(0, 9);
            assertThat(array.toFloatArray()).containsExactly(1, 2, 3, 4);
            kernels.refresh(array, tensor);
            assertThat(array.toFloatArray()).containsExactly(9, 2, 3, 4);
            tensor.set(1, 8);
            kernels.fetch(array, tensor);
            array.muli(2);
            assertThat(tensor.toFloats()).containsExactly(9, 2, 3, 4);
            assertThat(array.toFloatArray()).containsExactly(18, 4, 6, 8);
        }
    }
}
