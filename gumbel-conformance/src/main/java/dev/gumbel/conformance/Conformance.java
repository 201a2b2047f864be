package dev.gumbel.conformance;

import dev.gumbel.backend.Availability;
import dev.gumbel.backend.Backend;
import dev.gumbel.backend.BackendLocator;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.graph.Program;
import dev.gumbel.tensor.HostTensor;
import org.junit.jupiter.api.Assertions;

/** What all rules need: the backend under test, and the shortest way to a value. */
interface Conformance {

    /** The backend under test. */
    Backend backend();

    /**
     * The backend under test with {@link Settings#checked} on. Found among the providers on the class path: the one whose backend, with default
     * settings, is of the same {@link Backend#capabilities} as the one under test. Override it where that is not the right one.
     */
    default Backend checkedBackend() {
        return BackendLocator.standard().providers().stream()
                .filter(provider -> provider.probe() instanceof Availability.Usable)
                .map(provider -> provider.create(Settings.defaults().withChecked(true)))
                .filter(candidate -> candidate.capabilities().equals(backend().capabilities()))
                .findFirst().orElseGet(() -> Assertions.fail(
                        "no provider on the class path makes %s: list it in META-INF/services, or override checkedBackend()".formatted(
                                backend().capabilities())));
    }

    /** One run of a program in a session of its own. */
    default HostTensor runOnce(long seed, Program program, String output, Feed feed) {
        try (Session session = backend().open(seed, program)) {
            return session.run(program, feed).get(output).copy();
        }
    }
}
