package dev.gumbel.backend;

/**
 * Stands for a backend that is not on the class path, of which whoever started the JVM says why.
 *
 * @param reason what is missing, and what to do
 */
record AbsentProvider(String name, String reason) implements BackendProvider {

    /** Below all that can run. */
    @Override
    public int priority() {
        return Integer.MIN_VALUE;
    }

    @Override
    public Availability probe() {
        return new Availability.Unusable(reason);
    }

    @Override
    public Backend create(Settings settings) {
        throw new BackendException("backend '%s' cannot run here: %s".formatted(name, reason));
    }
}
