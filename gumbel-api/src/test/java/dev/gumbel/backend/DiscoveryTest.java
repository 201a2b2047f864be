package dev.gumbel.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.Evaluate;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A third party's backend is found by its services file alone. */
class DiscoveryTest {
    @TempDir
    private Path folder = Path.of("");

    /** What the services file names. */
    public static final class Third implements BackendProvider {
        @Override
        public String name() {
            return "third";
        }

        @Override
        public int priority() {
            return 5;
        }

        @Override
        public Availability probe() {
            return new Availability.Usable("3", List.of("cpu"));
        }

        @Override
        public Backend create(Settings settings) {
            return Evaluate.reference();
        }
    }

    @Test
    void aServicesFileThatNamesNothingHidesNoOther() throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services")).resolve(BackendProvider.class.getName());
        Files.writeString(services, "not.there.Provider\njava.lang.String\n" + Third.class.getName() + "\n");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, DiscoveryTest.class.getClassLoader())) {
            thread.setContextClassLoader(loader);
            assertThat(BackendLocator.standard().providers()).extracting(BackendProvider::name).contains("reference", "third");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Threads of a pool may have another loader than the program. */
    @Test
    void aContextLoaderThatKnowsNothingHidesNone() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            assertThat(BackendLocator.standard().providers()).extracting(BackendProvider::name).containsExactly("reference");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void whatThePropertySaysOfAnAbsentBackendIsTold() {
        System.setProperty(BackendLocator.ABSENT + "other", "no SDK; install it");
        System.setProperty(BackendLocator.ABSENT + "reference", "is there nevertheless");
        try {
            BackendLocator locator = BackendLocator.standard();
            assertThat(locator.providers()).extracting(BackendProvider::name).containsExactly("reference", "other");
            assertThat(locator.provider(BackendLocator.AUTO).name()).isEqualTo("reference");
            assertThatThrownBy(() -> locator.select("other")).isInstanceOf(BackendException.class)
                    .hasMessage("backend 'other' cannot run here: no SDK; install it");
            assertThatThrownBy(() -> locator.select("torch")).hasMessage("unknown backend 'torch': there is reference (usable)");
            assertThatThrownBy(() -> locator.providers().getLast().create(Settings.defaults()))
                    .hasMessage("backend 'other' cannot run here: no SDK; install it");
        } finally {
            System.clearProperty(BackendLocator.ABSENT + "other");
            System.clearProperty(BackendLocator.ABSENT + "reference");
        }
    }

    @Test
    void aProviderOnTheClassPathIsFoundAndCounted() throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(BackendProvider.class.getName()), Third.class.getName());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            BackendLocator locator = BackendLocator.standard();
            assertThat(locator.providers()).extracting(BackendProvider::name).containsExactly("third", "reference");
            assertThat(locator.provider(BackendLocator.AUTO)).isInstanceOf(Third.class);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
