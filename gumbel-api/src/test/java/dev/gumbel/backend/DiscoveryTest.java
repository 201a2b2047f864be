package dev.gumbel.backend;

import static org.assertj.core.api.Assertions.assertThat;

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
