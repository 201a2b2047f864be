package dev.gumbel.backend;

import com.google.inject.AbstractModule;
import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.name.Names;

/**
 * Guice wiring: binds every {@link BackendProvider} on the class path by name, and {@link Backend} to what {@link BackendLocator} picks. A
 * module that adds to the same MapBinder adds a backend.
 *
 * <p>Each backend on the class path is bound under its name too, so that one injector has several:
 *
 * <pre>{@code
 * final class Comparison {
 *     @Inject
 *     Comparison(@Named("java") Backend java, @Named("djl") Provider<Backend> djl) { ... }
 * }
 * Comparison comparison = Guice.createInjector(new GumbelModule()).getInstance(Comparison.class);
 * }</pre>
 *
 * <p>A backend is created when it is injected, and loads nothing of another; a {@code Provider<Backend>} puts that off further. None is a singleton,
 * for Guice makes those of {@code Stage.PRODUCTION} at once, and with them would load every library. A backend holds no state: a second one costs
 * little. All have the module's settings; the device, a name that only one backend knows, goes to the backend that the module names, or to the
 * unnamed one where it names none.
 */
public final class GumbelModule extends AbstractModule {
    private final String backend;
    private final Settings settings;

    /** Injects the configured or best usable backend with default settings. */
    public GumbelModule() {
        this(BackendLocator.AUTO, Settings.defaults());
    }

    /** Injects the named backend. */
    public GumbelModule(String backend, Settings settings) {
        this.backend = backend;
        this.settings = settings;
    }

    @Override
    protected void configure() {
        MapBinder<String, BackendProvider> providers = MapBinder.newMapBinder(binder(), String.class, BackendProvider.class);
        Provider<BackendLocator> locator = getProvider(BackendLocator.class);
        BackendLocator.discover().forEach((name, provider) -> {
            providers.addBinding(name).toInstance(provider);
            Settings own = name.equals(backend) ? settings : settings.withDevice("");
            bind(Backend.class).annotatedWith(Names.named(name)).toProvider(() -> locator.get().select(name, own));
        });
        bind(Settings.class).toInstance(settings);
    }

    @Provides
    Backend backend(BackendLocator locator, Settings settings) {
        return locator.select(backend, settings);
    }
}
