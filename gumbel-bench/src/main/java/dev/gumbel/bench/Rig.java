package dev.gumbel.bench;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.BackendLocator;
import dev.gumbel.backend.Settings;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import java.util.Locale;
import java.util.SplittableRandom;

/** What benchmarks have in common: a backend by the names that JMH's parameters have, and numbers to work on. */
final class Rig {
    private Rig() {}

    static Backend backend(String name, String kernels, int threads) {
        Settings.KernelSource source = Settings.KernelSource.valueOf(kernels.toUpperCase(Locale.ROOT));
        return BackendLocator.standard().select(name, Settings.defaults().withThreads(threads).withKernels(source));
    }

    /** Numbers uniform in [low, high), the same at each call. */
    static HostTensor uniform(Shape shape, double low, double high) {
        SplittableRandom random = new SplittableRandom(2020);
        HostTensor tensor = HostTensor.zeros(shape, DataType.FLOAT32);
        for (long i = 0; i < shape.size(); i++) {
            tensor.set(i, random.nextDouble(low, high));
        }
        return tensor;
    }
}
