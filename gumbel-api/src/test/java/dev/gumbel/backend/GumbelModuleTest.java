package dev.gumbel.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.multibindings.MapBinder;
import dev.gumbel.backend.BackendLocatorTest.Created;
import dev.gumbel.backend.BackendLocatorTest.Fake;
import dev.gumbel.backend.array.ArrayBackend;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

class GumbelModuleTest {

    /** Adds a backend, as a consumer's module does. */
    private static final class Additional extends AbstractModule {
        @Override
        protected void configure() {
            MapBinder.newMapBinder(binder(), String.class, BackendProvider.class).addBinding("fake")
                    .toInstance(new Fake("fake", 100, new Availability.Usable("1", List.of("cpu"))));
        }
    }

    /** What a consumer writes. */
    private static final class Consumer {
        private final Backend backend;
        private final Settings settings;

        @Inject
        private Consumer(Backend backend, Settings settings) {
            this.backend = backend;
            this.settings = settings;
        }
    }

    @Test
    void injectsTheBestUsableBackend() {
        Consumer consumer = Guice.createInjector(new GumbelModule()).getInstance(Consumer.class);
        assertThat(consumer.backend).isInstanceOf(ArrayBackend.class);
        assertThat(consumer.settings).isEqualTo(Settings.defaults());
    }

    @Test
    void aModuleMayAddABackend() {
        Injector injector = Guice.createInjector(new GumbelModule(), new Additional());
        assertThat(injector.getInstance(Backend.class)).isEqualTo(new Created("fake", Settings.defaults()));
        assertThat(injector.getInstance(BackendLocator.class).providers()).extracting(BackendProvider::name).containsExactly("fake", "reference");
    }

    @Test
    void injectsTheNamedBackendWithItsSettings() {
        Settings settings = Settings.defaults().withThreads(2);
        Injector injector = Guice.createInjector(new GumbelModule("fake", settings), new Additional());
        assertThat(injector.getInstance(Backend.class)).isEqualTo(new Created("fake", settings));
        assertThat(injector.getInstance(Settings.class)).isEqualTo(settings);
    }

    @Test
    void anUnknownNameIsSaidWhenTheBackendIsAskedFor() {
        Injector injector = Guice.createInjector(new GumbelModule("djl", Settings.defaults()));
        assertThatThrownBy(() -> injector.getInstance(Backend.class)).isInstanceOf(ProvisionException.class)
                .cause().isInstanceOf(BackendException.class).hasMessage("unknown backend 'djl': there is reference (usable)");
    }
}
