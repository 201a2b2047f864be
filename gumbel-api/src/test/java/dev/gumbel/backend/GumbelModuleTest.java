package dev.gumbel.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.ConfigurationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.name.Names;
import dev.gumbel.backend.BackendLocatorTest.Created;
import dev.gumbel.backend.BackendLocatorTest.Fake;
import dev.gumbel.backend.array.ArrayBackend;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Provider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    /** What a consumer writes who wants several. */
    private static final class Comparison {
        private final Backend backend;
        private final Backend reference;
        private final Provider<Backend> lazy;

        @Inject
        private Comparison(Backend backend, @Named("reference") Backend reference, @Named("lazy") Provider<Backend> lazy) {
            this.backend = backend;
            this.reference = reference;
            this.lazy = lazy;
        }
    }

    /** As a services file names it. */
    public static final class Lazy implements BackendProvider {
        private static final AtomicInteger CREATED = new AtomicInteger();

        @Override
        public String name() {
            return "lazy";
        }

        @Override
        public int priority() {
            return 5;
        }

        @Override
        public Availability probe() {
            return new Availability.Usable("1", List.of("cpu", "gpu"));
        }

        @Override
        public Backend create(Settings settings) {
            CREATED.incrementAndGet();
            return new Created("lazy", settings);
        }
    }

    /** An injector of one who has added {@link Lazy} to the class path. */
    private static Injector withLazy(Path folder, GumbelModule module) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services")).resolve(BackendProvider.class.getName());
        Files.writeString(services, Lazy.class.getName());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            Lazy.CREATED.set(0);
            return Guice.createInjector(Stage.PRODUCTION, module);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void injectsSeveralBackendsByNameAndCreatesNoneBeforeItIsWanted(@TempDir Path folder) throws IOException {
        Injector injector = withLazy(folder, new GumbelModule("reference", Settings.defaults().withChecked(true).withDevice("cpu")));
        Comparison comparison = injector.getInstance(Comparison.class);
        assertThat(comparison.backend).isInstanceOf(ArrayBackend.class);
        assertThat(comparison.reference).isInstanceOf(ArrayBackend.class).as("no singleton").isNotSameAs(comparison.backend);
        assertThat(Lazy.CREATED).hasValue(0);
        assertThat(comparison.lazy.get()).isEqualTo(new Created("lazy", Settings.defaults().withChecked(true)));
        assertThat(Lazy.CREATED).hasValue(1);
    }

    @Test
    void theDeviceGoesToTheBackendThatTheModuleNames(@TempDir Path folder) throws IOException {
        Settings settings = Settings.defaults().withDevice("gpu");
        Injector injector = withLazy(folder, new GumbelModule("lazy", settings));
        assertThat(injector.getInstance(Key.get(Backend.class, Names.named("lazy")))).isEqualTo(new Created("lazy", settings));
        assertThat(injector.getInstance(Key.get(Backend.class, Names.named("reference"))).capabilities().device()).isEqualTo("cpu");
    }

    @Test
    void aNameThatNobodyHasIsNoBinding() {
        Injector injector = Guice.createInjector(new GumbelModule());
        assertThatThrownBy(() -> injector.getInstance(Key.get(Backend.class, Names.named("djl")))).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void anUnknownNameIsSaidWhenTheBackendIsAskedFor() {
        Injector injector = Guice.createInjector(new GumbelModule("djl", Settings.defaults()));
        assertThatThrownBy(() -> injector.getInstance(Backend.class)).isInstanceOf(ProvisionException.class)
                .cause().isInstanceOf(BackendException.class).hasMessage("unknown backend 'djl': there is reference (usable)");
    }
}
