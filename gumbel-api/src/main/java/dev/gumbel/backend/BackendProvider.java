package dev.gumbel.backend;

import java.util.List;

/**
 * How a backend makes itself known, found by {@link java.util.ServiceLoader}. Needs a public constructor without parameters that does no work.
 */
public interface BackendProvider {

    /** The name to select it by: lower case, as in {@code djl}. */
    String name();

    /** Where several backends are usable and none is named, the one of highest priority is taken. */
    int priority();

    /** The same for what is to be run with settings: a device that is named may be one that only this backend has. */
    default int priority(Settings settings) {
        return priority();
    }

    /** Whether the backend can run here; answers within milliseconds and loads no native library. */
    Availability probe();

    /** Flags that this JVM was started without, and with which another one could run the backend; empty if it can here, or could not there either. */
    default List<String> missingFlags() {
        return List.of();
    }

    /** Whether {@link Settings#kernels()} makes a difference. A backend with kernels of one kind only takes those, whatever is asked for. */
    default boolean choosesKernels() {
        return false;
    }

    /**
     * The backend with the given settings; may load native libraries.
     *
     * @throws BackendException if it cannot run here, or not with these settings
     */
    Backend create(Settings settings);
}
