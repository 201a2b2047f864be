package dev.gumbel.backend.array;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Capabilities;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Verifier;
import java.util.List;
import java.util.function.Supplier;

/**
 * A backend over an array library: lowers programs to what the library's {@link Kernels} compute and interprets them.
 *
 * @param <A> the library's array
 */
public final class ArrayBackend<A> implements Backend {
    private final Capabilities capabilities;
    private final Settings settings;
    private final Supplier<Kernels<A>> kernels;

    /**
     * A backend whose sessions get kernels of their own.
     *
     * @param kernels makes the kernels of one session, which closes them
     */
    public ArrayBackend(Capabilities capabilities, Settings settings, Supplier<Kernels<A>> kernels) {
        this.capabilities = capabilities;
        this.settings = settings;
        this.kernels = kernels;
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public Session open(long seed, Program... programs) {
        List<Program> all = List.of(programs);
        Verifier.verifyTogether(all);
        all.forEach(capabilities::requireTypes);
        return new ArraySession<>(seed, all, capabilities, settings.checked(), kernels.get());
    }
}
