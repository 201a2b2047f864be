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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TornadoProviderTest {
    private final TornadoProvider provider = new TornadoProvider();

    @Test
    void isUsableAndNamesItsVersion() {
        Availability.Usable usable = (Availability.Usable) provider.probe();
        assertThat(usable.version()).startsWith("TornadoVM 5.2");
        assertThat(usable.devices()).containsExactly("0:0");
    }

    @Test
    void isChosenBeforeTheReference() {
        assertThat(BackendLocator.standard().provider(BackendLocator.AUTO).name()).isEqualTo("tornado");
    }

    @Test
    void saysWhatIsMissing(@TempDir Path home) throws IOException {
        assertThat(reason(null, true, home)).startsWith("TORNADOVM_HOME is not set; install TornadoVM's SDK");
        assertThat(reason(home.toString(), true, home)).contains("there is no tornado-argfile");
        Files.createFile(home.resolve("tornado-argfile"));
        assertThat(reason(home.toString(), false, home)).contains("java @" + home + "/tornado-argfile");
        assertThat(reason(home.toString(), true, home.resolve("vendors"))).contains("pocl-opencl-icd");
    }

    private static String reason(String home, boolean flags, Path drivers) {
        return ((Availability.Unusable) TornadoProvider.probe(home, flags, drivers)).reason();
    }

    @Test
    void namesItsDevices() {
        assertThat(provider.create(Settings.defaults()).devices()).isNotEmpty().allMatch(name -> name.matches("\\d+:\\d+ .+"));
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
