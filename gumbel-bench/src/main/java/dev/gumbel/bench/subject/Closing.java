package dev.gumbel.bench.subject;

/** Ends what libraries declare to fail in any way. */
final class Closing {
    private Closing() {}

    static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception failure) {
            throw new IllegalStateException("cannot be closed: " + resource, failure);
        }
    }
}
