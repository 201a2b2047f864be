package dev.gumbel.backend;

/**
 * How a backend is to run.
 *
 * @param threads how many threads a library may use; 0 leaves it to the library
 * @param device the device by the backend's own name; empty for its default
 * @param checked whether each run is checked for NaN, fully masked rows, and values outside an op's domain
 * @param kernels where the ops' loops come from
 */
public record Settings(int threads, String device, boolean checked, KernelSource kernels) {

    /** Where the loops of ops come from. */
    public enum KernelSource {
        /** The library's own, op by op. */
        LIBRARY,
        /**
         * Fused Java loops over host memory; a backend whose arrays lie elsewhere, or that has loops of its own only, takes those it has
         * ({@link BackendProvider#choosesKernels()}).
         */
        HOST
    }

    public Settings {
        if (threads < 0) {
            throw new IllegalArgumentException("settings: threads " + threads + " must be at least 0 (0 leaves it to the library)");
        }
    }

    /** The library's own threads, its default device, host kernels where there are any, unchecked. */
    public static Settings defaults() {
        return new Settings(0, "", false, KernelSource.HOST);
    }

    public Settings withThreads(int threads) {
        return new Settings(threads, device, checked, kernels);
    }

    public Settings withDevice(String device) {
        return new Settings(threads, device, checked, kernels);
    }

    public Settings withChecked(boolean checked) {
        return new Settings(threads, device, checked, kernels);
    }

    public Settings withKernels(KernelSource kernels) {
        return new Settings(threads, device, checked, kernels);
    }
}
