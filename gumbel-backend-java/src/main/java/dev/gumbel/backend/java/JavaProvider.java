package dev.gumbel.backend.java;

import dev.gumbel.backend.Availability;
import dev.gumbel.backend.Backend;
import dev.gumbel.backend.BackendException;
import dev.gumbel.backend.BackendProvider;
import dev.gumbel.backend.Capabilities;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.array.ArrayBackend;
import dev.gumbel.kernels.FusedKernels;
import dev.gumbel.kernels.simd.VectorApi;
import dev.gumbel.kernels.simd.WorkerPool;
import dev.gumbel.op.DataType;
import java.util.List;
import java.util.Set;

/**
 * The backend {@code java}: every op in Java, on the CPU. It needs no native library, and its results are the same bits for every number of threads.
 * Each session has threads of its own.
 */
public final class JavaProvider implements BackendProvider {
    private static final String CPU = "cpu";

    @Override
    public String name() {
        return "java";
    }

    /** Below those of libraries, which only somebody who wants them adds. */
    @Override
    public int priority() {
        return 20;
    }

    @Override
    public Availability probe() {
        return new Availability.Usable(version(), List.of(CPU));
    }

    private static String version() {
        return "Java %s, %s".formatted(Runtime.version(), VectorApi.description());
    }

    @Override
    public Backend create(Settings settings) {
        if (!settings.device().isEmpty() && !settings.device().equals(CPU)) {
            throw new BackendException("backend 'java': no device '%s', it has %s".formatted(settings.device(), CPU));
        }
        int threads = WorkerPool.threads(settings.threads());
        Capabilities capabilities = new Capabilities(
                FusedKernels.CLAIMS, Set.of(DataType.FLOAT32, DataType.INT32), "cpu (%d threads)".formatted(threads), version(),
                VectorApi.computes());
        return new ArrayBackend<>(capabilities, settings, () -> new FusedKernels<>(JavaKernels.best(threads)));
    }
}
