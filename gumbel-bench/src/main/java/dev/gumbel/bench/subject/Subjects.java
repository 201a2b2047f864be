package dev.gumbel.bench.subject;

import dev.gumbel.backend.Availability.Usable;
import dev.gumbel.backend.BackendLocator;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.Settings.KernelSource;
import dev.gumbel.bench.table.Subject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** All who can be measured. */
public final class Subjects {
    private static final List<Subject> OTHERS = List.of(new DjlUser(), new SameDiffUser(), new Nd4jUser(),
            new JavaFloor(), new DjlFloor(), new Nd4jFloor());

    private Subjects() {}

    /** Backends, with each of the settings of kernels where they have a choice; then the peers and floors of their libraries. */
    public static List<Subject> of(List<String> backends, List<KernelSource> kernels) {
        return Stream.concat(
                backends(backends, kernels),
                OTHERS.stream().filter(other -> backends.contains(other.library()))).toList();
    }

    /** Backends alone, with each of the settings of kernels where they have a choice. */
    public static Stream<Subject> backends(List<String> backends, List<KernelSource> kernels) {
        return backends.stream().flatMap(backend -> choosesKernels(backend)
                ? kernels.stream().map(source -> new GumbelSubject(backend, source)) : Stream.of(new GumbelSubject(backend, null)));
    }

    private static boolean choosesKernels(String backend) {
        return BackendLocator.standard().providers().stream().filter(provider -> provider.name().equals(backend))
                .anyMatch(provider -> provider.probe() instanceof Usable usable && usable.choosesKernels());
    }

    /** The version of a library, as its backend tells it. */
    static String version(String library) {
        return BackendLocator.standard().provider(library).probe() instanceof Usable usable ? usable.version() : library;
    }

    /** Loads a library through Gumbel's backend, which has it run as fast as it can; its version. */
    static String throughBackend(String library, int threads) {
        return BackendLocator.standard().select(library, Settings.defaults().withThreads(threads)).capabilities().version();
    }

    /** A subject by its name; a backend's is not looked for until it is loaded. */
    public static Subject named(String name) {
        return OTHERS.stream().filter(other -> other.name().equals(name)).findFirst().orElseGet(() -> {
            int slash = name.indexOf('/');
            return slash < 0 ? new GumbelSubject(name, null)
                    : new GumbelSubject(name.substring(0, slash), KernelSource.valueOf(name.substring(slash + 1).toUpperCase(Locale.ROOT)));
        });
    }
}
