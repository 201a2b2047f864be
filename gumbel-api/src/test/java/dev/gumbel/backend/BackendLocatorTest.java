package dev.gumbel.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gumbel.backend.Availability.Unusable;
import dev.gumbel.backend.Availability.Usable;
import dev.gumbel.graph.Program;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class BackendLocatorTest {
    private static final Availability USABLE = new Usable("1.0", List.of("cpu"));
    private static final Availability BROKEN = new Unusable("no native library: install it");
    private final Fake slow = new Fake("slow", 0, USABLE);
    private final Fake fast = new Fake("fast", 10, USABLE);
    private final Fake broken = new Fake("broken", 20, BROKEN);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    /** A provider whose backend says only with which settings it was made. */
    record Fake(String name, int priority, Availability probe) implements BackendProvider {
        @Override
        public Backend create(Settings settings) {
            return new Created(name, settings);
        }
    }

    record Created(String name, Settings settings) implements Backend {
        @Override
        public Capabilities capabilities() {
            throw new UnsupportedOperationException("only made, never used");
        }

        @Override
        public Session open(long seed, Program... programs) {
            throw new UnsupportedOperationException("only made, never used");
        }
    }

    /** A provider that claims another's name. */
    public static final class Twin implements BackendProvider {
        @Override
        public String name() {
            return "reference";
        }

        @Override
        public int priority() {
            return 0;
        }

        @Override
        public Availability probe() {
            return USABLE;
        }

        @Override
        public Backend create(Settings settings) {
            return new Created(name(), settings);
        }
    }

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger().detachAppender(log);
        System.clearProperty(BackendLocator.PROPERTY);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(BackendLocator.class);
    }

    private static BackendLocator locator(BackendProvider... providers) {
        return new BackendLocator(Arrays.stream(providers).collect(Collectors.toMap(BackendProvider::name, Function.identity())));
    }

    private static void assertRefused(String message, Runnable selection) {
        assertThatThrownBy(selection::run).isInstanceOf(BackendException.class).hasMessage(message);
    }

    private void assertLogged(String line) {
        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly(line);
    }

    @Test
    void theUsableOneOfHighestPriorityIsTaken() {
        assertThat(locator(slow, fast).select()).isEqualTo(new Created("fast", Settings.defaults()));
        assertLogged("backend fast: usable, of highest priority");
    }

    @Test
    void anUnusableOneIsPassedOverWithItsReason() {
        assertThat(locator(slow, fast, broken).provider("auto")).isEqualTo(fast);
        assertLogged("backend fast: usable, of highest priority; not broken (not usable: no native library: install it)");
    }

    /** As tornado does: its devices have names that no other backend knows. */
    @Test
    void aDeviceThatIsNamedMayDecide() {
        Fake devices = new Fake("devices", -10, new Usable("1.0", List.of("0:0"), "\\d+:\\d+", false));
        BackendLocator locator = locator(slow, fast, devices);
        Settings named = Settings.defaults().withDevice("0:1");
        assertThat(locator.select(BackendLocator.AUTO, named)).isEqualTo(new Created("devices", named));
        assertThat(locator.select()).isEqualTo(new Created("fast", Settings.defaults()));
        assertThat(locator.providers()).last().isEqualTo(devices);
    }

    @Test
    void amongThoseThatMayHaveADevicePriorityDecides() {
        Fake devices = new Fake("devices", 60, new Usable("1.0", List.of("0:0"), "\\d+:\\d+", false));
        assertThat(locator(slow, fast, devices).provider("auto", Settings.defaults().withDevice("cpu"))).isEqualTo(fast);
        assertLogged("backend fast: usable, of highest priority");
    }

    /** Its refusal names the devices there are. */
    @Test
    void aDeviceThatNoneHasIsLeftToTheOneOfHighestPriority() {
        assertThat(locator(slow, fast).provider("auto", Settings.defaults().withDevice("tpu"))).isEqualTo(fast);
        assertThat(locator(slow, fast).provider("slow", Settings.defaults().withDevice("tpu"))).isEqualTo(slow);
    }

    /** It may be the one that has the device. */
    @Test
    void whereNoneHasADeviceThoseThatCannotRunSayWhy() {
        Fake missing = new Fake("missing", -10, new Unusable("no flags"));
        assertThat(locator(slow, fast, missing).provider("auto", Settings.defaults().withDevice("0:0"))).isEqualTo(fast);
        assertLogged("backend fast: usable, of highest priority; not missing (not usable: no flags)");
    }

    @Test
    void anArgumentNamesABackend() {
        Settings settings = Settings.defaults().withThreads(3);
        assertThat(locator(slow, fast).select("slow")).isEqualTo(new Created("slow", Settings.defaults()));
        assertThat(locator(slow, fast).select("slow", settings)).isEqualTo(new Created("slow", settings));
        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).containsOnly("backend slow: as asked");
    }

    @Test
    void theSystemPropertyNamesABackend() {
        System.setProperty(BackendLocator.PROPERTY, "slow");
        assertThat(locator(slow, fast).select()).isEqualTo(new Created("slow", Settings.defaults()));
    }

    @Test
    void theArgumentGoesBeforeTheProperty() {
        System.setProperty(BackendLocator.PROPERTY, "slow");
        assertThat(locator(slow, fast).provider("fast")).isEqualTo(fast);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "", "  "})
    void anEmptyPropertyNamesNone(String value) {
        System.setProperty(BackendLocator.PROPERTY, value);
        assertThat(locator(slow, fast).provider(BackendLocator.AUTO)).isEqualTo(fast);
    }

    @Test
    void anUnknownNameListsWhatThereIs() {
        assertRefused("unknown backend 'djl': there is broken (not usable: no native library: install it), fast (usable), slow (usable)",
                () -> locator(slow, fast, broken).select("djl"));
        assertRefused("unknown backend 'djl': there is none on the class path", () -> locator().select("djl"));
    }

    @Test
    void anUnknownNameInThePropertyIsRefusedToo() {
        System.setProperty(BackendLocator.PROPERTY, "djl");
        assertRefused("unknown backend 'djl' (named by the system property gumbel.backend): there is slow (usable)", () -> locator(slow).select());
    }

    @Test
    void anUnusableBackendSaysWhy() {
        assertRefused("backend 'broken' cannot run here: no native library: install it", () -> locator(slow, broken).select("broken"));
    }

    @Test
    void withoutAnyUsableBackendEachSaysWhy() {
        Fake missing = new Fake("missing", 5, new Unusable("no device"));
        assertRefused("no backend can run here: there is broken (not usable: no native library: install it), missing (not usable: no device)",
                () -> locator(missing, broken).select());
        assertRefused("no backend can run here: there is none on the class path", () -> locator().select());
    }

    @Test
    void providersComeByDescendingPriorityThenName() {
        Fake alike = new Fake("alike", 10, USABLE);
        assertThat(locator(slow, fast, broken, alike).providers()).extracting(BackendProvider::name)
                .containsExactly("broken", "alike", "fast", "slow");
    }

    @Test
    void theStandardOneKnowsTheClassPath() {
        assertThat(BackendLocator.standard().providers()).extracting(BackendProvider::name).containsExactly("reference");
        assertThat(BackendLocator.standard().select("reference").capabilities().device()).isEqualTo("cpu");
    }

    @Test
    void twoProvidersOfOneNameAreRefused(@TempDir Path folder) throws IOException {
        Path services = folder.resolve("META-INF/services/" + BackendProvider.class.getName());
        Files.createDirectories(services.getParent());
        Files.writeString(services, Twin.class.getName());
        ClassLoader outer = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            assertRefused("backend 'reference' is provided twice, by dev.gumbel.backend.reference.ReferenceProvider and "
                    + "dev.gumbel.backend.BackendLocatorTest$Twin: remove one from the class path", BackendLocator::standard);
        } finally {
            Thread.currentThread().setContextClassLoader(outer);
        }
    }
}
