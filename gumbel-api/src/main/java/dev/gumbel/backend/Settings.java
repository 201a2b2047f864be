package dev.gumbel.backend;

/**
 * How a backend is to run.
 *
 * @param threads how many threads a library may use; 0 leaves it to the library
 * @param device the device by the backend's own name; empty for its default
 * @param checked whether each run is checked for NaN, fully masked rows, and values outside an op's domain
 * @param kernels who computes what a library would need several passes for
 */
public record Settings(int threads, String device, boolean checked, KernelSource kernels) {

    /** Who computes; large ops such as matrix products are always the library's. */
    public enum KernelSource {
        /** The library, op by op. */
        LIBRARY,
        /**
         * The library its products and single ops, one pass in Java over the same memory what it would need several for. A backend that has kernels
         * of one kind only takes those ({@link Availability.Usable#choosesKernels()}).
         */
        FUSED
    }

    public Settings {
        if (threads < 0) {
            throw new IllegalArgumentException("settings: threads " + threads + " must be at least 0 (0 leaves it to the library)");
        }
    }

    /** The library's own threads, its default device, fused kernels, unchecked. */
    public static Settings defaults() {
        return new Settings(0, "", false, KernelSource.FUSED);
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
