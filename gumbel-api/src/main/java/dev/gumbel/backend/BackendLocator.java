package dev.gumbel.backend;

import dev.gumbel.backend.Availability.Unusable;
import dev.gumbel.backend.Availability.Usable;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Picks a backend: the one that is named by an argument, else by the system property {@value #PROPERTY}, else by the environment variable
 * {@value #ENVIRONMENT}, else the usable one of highest priority among those that may have the named device. Of this framework's own that is tornado
 * where a GPU is there or a device of its is named, then djl, nd4j, java, reference: what somebody has added comes before what needs nothing.
 */
public final class BackendLocator {
    /** The system property that names a backend. */
    public static final String PROPERTY = "gumbel.backend";
    /** The environment variable that names a backend. */
    public static final String ENVIRONMENT = "GUMBEL_BACKEND";
    /** The name that stands for "the best usable one". */
    public static final String AUTO = "auto";

    /**
     * Followed by a backend's name, the system property by which whoever starts the JVM says why that backend is not on the class path. It is then
     * listed as unusable for that reason.
     */
    public static final String ABSENT = "gumbel.backend.absent.";

    private static final Logger LOG = LoggerFactory.getLogger(BackendLocator.class);
    /** An error need not bring a loader on to its next provider. */
    private static final int MOST_ERRORS = 100;

    private final Map<String, BackendProvider> providers;

    /** A locator over the given providers by name. */
    @Inject
    public BackendLocator(Map<String, BackendProvider> providers) {
        this.providers = new TreeMap<>(providers);
    }

    /** A locator over the providers that the context class loader and this class's own loader find. */
    public static BackendLocator standard() {
        return new BackendLocator(discover());
    }

    static Map<String, BackendProvider> discover() {
        Map<String, BackendProvider> found = new TreeMap<>();
        for (BackendProvider provider : loaded()) {
            BackendProvider other = found.putIfAbsent(provider.name(), provider);
            if (other != null && !other.getClass().getName().equals(provider.getClass().getName())) {
                throw new BackendException("backend '%s' is provided twice, by %s and %s: remove one from the class path".formatted(
                        provider.name(), other.getClass().getName(), provider.getClass().getName()));
            }
        }
        System.getProperties().stringPropertyNames().stream().filter(property -> property.startsWith(ABSENT)).forEach(property -> {
            String name = property.substring(ABSENT.length());
            found.putIfAbsent(name, new AbsentProvider(name, System.getProperty(property, "")));
        });
        return found;
    }

    /** Of both loaders: a thread's context class loader need not know the program, nor the program's own what a container has added. */
    private static List<BackendProvider> loaded() {
        List<BackendProvider> providers = new ArrayList<>();
        for (ServiceLoader<BackendProvider> loader : List.of(
                ServiceLoader.load(BackendProvider.class), ServiceLoader.load(BackendProvider.class, BackendProvider.class.getClassLoader()))) {
            Iterator<BackendProvider> found = loader.iterator();
            boolean more = true;
            for (int errors = 0; more && errors < MOST_ERRORS;) {
                try {
                    more = found.hasNext();
                    if (more) {
                        providers.add(found.next());
                    }
                } catch (ServiceConfigurationError foreign) {
                    // Such as a provider of another copy of this interface, which the context class loader holds.
                    LOG.warn("a backend is passed over: {}", foreign.getMessage());
                    errors++;
                }
            }
        }
        return providers;
    }

    /** The providers there are, usable or not, by descending priority. */
    public List<BackendProvider> providers() {
        return providers.values().stream().sorted(Comparator.comparingInt(BackendProvider::priority).reversed()).toList();
    }

    /**
     * Before those of higher priority come those that may have the named device, then those that cannot run, of which one may have it: its reason is
     * then told.
     */
    private List<BackendProvider> providers(String device) {
        return providers().stream().sorted(Comparator.comparingInt(provider -> switch (provider.probe()) {
            case Usable usable when device.isEmpty() || usable.mayHave(device) -> 0;
            case Unusable _ -> device.isEmpty() ? 0 : 1;
            case Usable _ -> 2;
        })).toList();
    }

    /** The configured or best usable backend with default settings. */
    public Backend select() {
        return select(AUTO, Settings.defaults());
    }

    /** The named backend with default settings. */
    public Backend select(String name) {
        return select(name, Settings.defaults());
    }

    /**
     * The named backend, or for {@value #AUTO} the configured or best usable one.
     *
     * @throws BackendException if it is unknown or unusable; the message lists what there is, and why not
     */
    public Backend select(String name, Settings settings) {
        return provider(name, settings).create(settings);
    }

    /** The provider that {@link #select(String)} asks. */
    public BackendProvider provider(String name) {
        return provider(name, Settings.defaults());
    }

    /** The provider that {@link #select(String, Settings)} asks. */
    public BackendProvider provider(String name, Settings settings) {
        return (name.equals(AUTO) ? configured() : Optional.of(new Request(name, ""))).map(this::named).orElseGet(() -> best(settings.device()));
    }

    /** A backend asked for by name, and by what other than an argument. */
    private record Request(String name, String origin) {}

    private static Optional<Request> configured() {
        return request(System.getProperty(PROPERTY), " (named by the system property " + PROPERTY + ")")
                .or(() -> request(System.getenv(ENVIRONMENT), " (named by the environment variable " + ENVIRONMENT + ")"))
                .filter(request -> !request.name().equals(AUTO));
    }

    private static Optional<Request> request(@Nullable String name, String origin) {
        return Optional.ofNullable(name).filter(text -> !text.isBlank()).map(text -> new Request(text, origin));
    }

    private BackendProvider named(Request request) {
        BackendProvider provider = providers.get(request.name());
        if (provider == null) {
            List<BackendProvider> present = providers().stream().filter(other -> !(other instanceof AbsentProvider)).toList();
            throw new BackendException("unknown backend '%s'%s: there is %s".formatted(request.name(), request.origin(), describe(present)));
        }
        if (provider.probe() instanceof Unusable(String reason, _)) {
            throw new BackendException("backend '%s'%s cannot run here: %s".formatted(request.name(), request.origin(), reason));
        }
        LOG.info("backend {}: as asked{}", request.name(), request.origin());
        return provider;
    }

    private BackendProvider best(String device) {
        List<BackendProvider> refused = new ArrayList<>();
        for (BackendProvider provider : providers(device)) {
            if (provider.probe() instanceof Usable) {
                LOG.info("backend {}: usable, of highest priority{}", provider.name(), refused.isEmpty() ? "" : "; not " + describe(refused));
                return provider;
            }
            refused.add(provider);
        }
        throw new BackendException("no backend can run here: there is " + describe(refused));
    }

    private static String describe(Collection<BackendProvider> providers) {
        return providers.isEmpty() ? "none on the class path" : String.join(", ", providers.stream().map(BackendLocator::describe).toList());
    }

    private static String describe(BackendProvider provider) {
        return provider.name() + switch (provider.probe()) {
            case Usable _ -> " (usable)";
            case Unusable(String reason, _) -> " (not usable: " + reason + ")";
        };
    }
}
