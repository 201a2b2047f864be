package dev.gumbel.backend;

/**
 * How a backend makes itself known, found by {@link java.util.ServiceLoader}. Needs a public constructor without parameters that does no work.
 */
public interface BackendProvider {

    /** The name to select it by: lower case, as in {@code djl}. */
    String name();

    /** Where several backends are usable and none is named, the one of highest priority is taken; first of those that may have a named device. */
    int priority();

    /** Whether the backend can run here; answers within milliseconds and loads no native library. */
    Availability probe();

    /**
     * The backend with the given settings; may load native libraries.
     *
     * @throws BackendException if it cannot run here, or not with these settings
     */
    Backend create(Settings settings);
}
