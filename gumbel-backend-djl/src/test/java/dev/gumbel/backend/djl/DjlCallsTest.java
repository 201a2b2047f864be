package dev.gumbel.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.Settings.KernelSource;
import dev.gumbel.backend.array.ArrayBackend;
import dev.gumbel.conformance.LibraryCalls;
import dev.gumbel.kernels.FusedKernels;
import dev.gumbel.kernels.HostArrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a training step of the article's network asks DJL for. */
class DjlCallsTest {
    /** Of six layers: forward, by the weight, and but for the first by the input. */
    private static final int PRODUCTS = 17;

    private final LibraryCalls calls = new LibraryCalls();

    @Test
    void withFusedKernelsTheProductsAreTheLibrarysAndLittleElse() {
        assertThat(step(KernelSource.FUSED)).isEqualTo(Map.of("matMul", PRODUCTS, "sum", 8, "reshape", 4, "add", 2, "mul", 1, "div", 1));
    }

    @Test
    void withItsOwnKernelsEveryOpIsTheLibrarys() {
        Map<String, Integer> step = step(KernelSource.LIBRARY);
        assertThat(step.get("matMul") + step.get("linear")).isEqualTo(PRODUCTS);
        assertThat(step).isEqualTo(Map.ofEntries(
                entry("add", 4), entry("div", 3), entry("greater", 5), entry("gumbelSoftmax", 1), entry("linear", 6), entry("log", 1),
                entry("matMul", 11), entry("mul", 10), entry("reshape", 4), entry("sigmoid", 1), entry("softmax", 1), entry("softplus", 1),
                entry("sub", 4), entry("sum", 12), entry("where", 5)));
    }

    @ParameterizedTest
    @EnumSource
    void aLibraryWithoutProductsCannotTrain(KernelSource source) {
        calls.breakOps("matMul", "linear");
        assertThatThrownBy(() -> calls.ofTrainingStep(backend(source))).hasMessageStartingWith("the library computes no ");
    }

    private Map<String, Integer> step(KernelSource source) {
        Map<String, Integer> step = calls.ofTrainingStep(backend(source));
        System.out.printf("library calls a step, djl, %s: %d %s%n", source, step.values().stream().mapToInt(Integer::intValue).sum(), step);
        return step;
    }

    private Backend backend(KernelSource source) {
        Settings settings = Settings.defaults().withThreads(1).withKernels(source);
        return new ArrayBackend<>(new DjlProvider().create(settings).capabilities(), settings, () -> {
            HostArrays<NDArray> library = calls.count(new DjlHostKernels(NDManager.newBaseManager(Device.cpu(), "PyTorch"), 1), HostArrays.class);
            return source == KernelSource.FUSED ? new FusedKernels<>(library) : library;
        });
    }
}
