package dev.gumbel.backend.reference;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Capabilities;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.graph.Program;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Variable;
import java.util.List;
import java.util.function.UnaryOperator;

/** A session of the reference, of which a subclass gets one method wrong. */
class DelegatingSession implements Session {
    private final Session healthy;

    DelegatingSession(Session healthy) {
        this.healthy = healthy;
    }

    /** How a backend opens its sessions. */
    @FunctionalInterface
    interface Opening {
        Session open(Backend reference, long seed, Program... programs);
    }

    static Backend backend(Settings settings, Opening opening) {
        Backend reference = SuspectBackend.reference(settings);
        return new Backend() {
            @Override
            public Capabilities capabilities() {
                return reference.capabilities();
            }

            @Override
            public Session open(long seed, Program... programs) {
                return opening.open(reference, seed, programs);
            }
        };
    }

    /** A backend whose sessions are the reference's, wrapped. */
    static Backend wrapping(Settings settings, UnaryOperator<Session> wrapper) {
        return backend(settings, (reference, seed, programs) -> wrapper.apply(reference.open(seed, programs)));
    }

    /** A backend whose sessions hear another feed. */
    static Backend feeding(Settings settings, UnaryOperator<Feed> change) {
        return wrapping(settings, session -> new DelegatingSession(session) {
            @Override
            public Results run(Program program, Feed feed) {
                return super.run(program, change.apply(feed));
            }
        });
    }

    /** The same feed at another step and row offset. */
    static Feed moved(Feed feed, long step, long rowOffset) {
        Feed moved = Feed.at(step).rowOffset(rowOffset);
        feed.values().forEach(moved::put);
        return moved;
    }

    @Override
    public Results run(Program program, Feed feed) {
        return healthy.run(program, feed);
    }

    @Override
    public List<Variable> variables() {
        return healthy.variables();
    }

    @Override
    public HostTensor read(Variable variable) {
        return healthy.read(variable);
    }

    @Override
    public void write(Variable variable, HostTensor value) {
        healthy.write(variable, value);
    }

    @Override
    public void close() {
        healthy.close();
    }
}
