package dev.gumbel.conformance;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.Program;
import dev.gumbel.tensor.HostTensor;

/** What all rules need: the backend under test, and the shortest way to a value. */
interface Conformance {

    /** The backend under test. */
    Backend backend();

    /** One run of a program in a session of its own. */
    default HostTensor runOnce(long seed, Program program, String output, Feed feed) {
        try (Session session = backend().open(seed, program)) {
            return session.run(program, feed).get(output).copy();
        }
    }
}
