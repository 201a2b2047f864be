package dev.gumbel.backend.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.backend.Availability;
import dev.gumbel.backend.BackendException;
import dev.gumbel.backend.BackendLocator;
import dev.gumbel.backend.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TornadoProviderTest {
    private final TornadoProvider provider = new TornadoProvider();

    @Test
    void isUsableAndNamesItsVersion() {
        Availability.Usable usable = (Availability.Usable) provider.probe();
        assertThat(usable.version()).startsWith("TornadoVM 5.2");
        assertThat(usable.devices()).containsExactly("0:0");
        assertThat(usable.choosesKernels()).isFalse();
        assertThat(usable.mayHave("1:12")).isTrue();
        assertThat(usable.mayHave("cpu")).isFalse();
    }

    /** The machines of these tests have PoCL alone, or a GPU. */
    @Test
    void isChosenWhereADeviceIsNamedOrAGpuIsThere() {
        BackendLocator locator = BackendLocator.standard();
        assertThat(locator.provider(BackendLocator.AUTO, Settings.defaults().withDevice("0:0")).name()).isEqualTo("tornado");
        assertThat(locator.provider(BackendLocator.AUTO).name()).isEqualTo(provider.priority() > 0 ? "tornado" : "reference");
    }

    @ParameterizedTest
    @CsvSource({
        "nvidia0, libnvidia-opencl.so.1, true",
        "dri/renderD128, /usr/lib/x86_64-linux-gnu/intel-opencl/libigdrcl.so, true",
        "kfd, libamdocl64.so, true",
        "dri/renderD128, libpocl.so.2, false",
        "nvidiactl, libnvidia-opencl.so.1, false",
        "dri/card0, libMesaOpenCL.so.1, false",
        "tty, libnvidia-opencl.so.1, false"})
    void goesBeforeAllOthersWhereFilesTellOfAGpuAndBehindThemElsewhere(String device, String library, boolean before, @TempDir Path place)
            throws IOException {
        Path drivers = Files.createDirectories(place.resolve("vendors"));
        Path file = place.resolve("dev").resolve(device);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        Files.writeString(drivers.resolve("a.icd"), library + "\n");
        assertThat(TornadoProvider.priority(place.resolve("dev"), drivers)).isEqualTo(before ? 60 : -10);
        Files.writeString(drivers.resolve("pocl.icd"), "libpocl.so.2\n");
        assertThat(TornadoProvider.priority(place.resolve("dev"), drivers)).as("PoCL beside it changes nothing").isEqualTo(before ? 60 : -10);
    }

    @Test
    void withoutFoldersOfDevicesOrDriversThereIsNoGpu(@TempDir Path place) {
        assertThat(TornadoProvider.priority(place.resolve("dev"), place.resolve("vendors"))).isEqualTo(-10);
    }

    @Test
    void saysWhatIsMissing(@TempDir Path home) throws IOException {
        Map<String, String> environment = Map.of("TORNADOVM_HOME", home.toString());
        assertThat(reason(Map.of(), true, home)).startsWith("TORNADOVM_HOME is not set; install TornadoVM's SDK");
        assertThat(reason(environment, true, home)).contains("there is no tornado-argfile");
        Files.createFile(home.resolve("tornado-argfile"));
        assertThat(reason(environment, false, home)).contains("java @" + home + "/tornado-argfile");
        Path drivers = Files.createDirectory(home.resolve("drivers"));
        assertThat(TornadoProvider.probe(environment, false, home.resolve("vendors"))).as("another JVM could not either")
                .isInstanceOfSatisfying(Availability.Unusable.class, unusable -> assertThat(unusable.flags()).isEmpty());
        assertThat(TornadoProvider.probe(environment, false, drivers)).isInstanceOfSatisfying(Availability.Unusable.class,
                unusable -> assertThat(unusable.flags()).containsExactly("@" + home + "/tornado-argfile"));
        assertThat(reason(environment, true, home.resolve("vendors"))).contains("pocl-opencl-icd");
        assertThat(reason(Map.of("TORNADOVM_HOME", home.toString(), "POCL_CACHE_DIR", ""), true, home))
                .isEqualTo("POCL_CACHE_DIR is empty, at which PoCL ends the whole process; unset it or let it name a folder");
    }

    private static String reason(Map<String, String> environment, boolean flags, Path drivers) {
        return ((Availability.Unusable) TornadoProvider.probe(environment, flags, drivers)).reason();
    }

    @Test
    void namesItsDevices() {
        assertThat(provider.create(Settings.defaults()).capabilities().devices()).isNotEmpty().allMatch(name -> name.matches("\\d+:\\d+ .+"));
    }

    @Test
    void refusesADeviceItHasNot() {
        assertThatThrownBy(() -> provider.create(Settings.defaults().withDevice("7:7")))
                .isInstanceOf(BackendException.class).hasMessageStartingWith("backend 'tornado': no device '7:7', it has [0:0");
    }

    @Test
    void refusesWhatIsTheDriversToDecide() {
        assertThatThrownBy(() -> provider.create(Settings.defaults().withThreads(3)))
                .isInstanceOf(BackendException.class).hasMessageContaining("POCL_MAX_PTHREAD_COUNT=3");
    }
}
