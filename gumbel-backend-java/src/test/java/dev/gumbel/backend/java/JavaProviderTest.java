package dev.gumbel.backend.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.backend.Availability;
import dev.gumbel.backend.Backend;
import dev.gumbel.backend.BackendException;
import dev.gumbel.backend.BackendLocator;
import dev.gumbel.backend.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaProviderTest {
    private final JavaProvider provider = new JavaProvider();

    @Test
    void isUsableAndNamesTheWidthOfItsVectors() {
        Availability.Usable usable = (Availability.Usable) provider.probe();
        assertThat(usable.version()).startsWith("Java " + Runtime.version()).matches(".*, \\d+-bit vectors");
        assertThat(usable.devices()).containsExactly("cpu");
    }

    @Test
    void isChosenBeforeTheReference() {
        assertThat(BackendLocator.standard().provider(BackendLocator.AUTO).name()).isEqualTo("java");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void hasAsManyThreadsAsAreAskedFor(int threads) {
        Backend backend = provider.create(Settings.defaults().withThreads(threads));
        assertThat(backend.capabilities().device()).isEqualTo("cpu (%d threads)".formatted(threads));
    }

    @Test
    void saysWhoComputes() {
        assertThat(provider.create(Settings.defaults()).capabilities().computes()).matches("Java, (\\d+-bit vectors|no Vector API)");
    }

    @Test
    void refusesADeviceItHasNot() {
        assertThatThrownBy(() -> provider.create(Settings.defaults().withDevice("tpu")))
                .isInstanceOf(BackendException.class).hasMessage("backend 'java': no device 'tpu', it has cpu");
    }
}
