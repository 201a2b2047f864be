package dev.gumbel.backend;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.MapBinder;

/**
 * Guice wiring: binds every {@link BackendProvider} on the class path by name, and {@link Backend} to what {@link BackendLocator} picks. A
 * module that adds to the same MapBinder adds a backend.
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
        BackendLocator.discover().forEach((name, provider) -> providers.addBinding(name).toInstance(provider));
        bind(Settings.class).toInstance(settings);
    }

    @Provides
    Backend backend(BackendLocator locator, Settings settings) {
        return locator.select(backend, settings);
    }
}
