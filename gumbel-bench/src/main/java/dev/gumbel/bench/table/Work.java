package dev.gumbel.bench.table;

/** A case made ready on a subject. */
public interface Work extends AutoCloseable {

    /** One operation, which is timed; of a training step the loss is on the host when it is over, where the library tells it at all. */
    void run();

    /** The loss of the last training step in nats, not timed; 0 of other work. */
    default double loss() {
        return 0;
    }

    @Override
    void close();
}
