package dev.gumbel.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.pytorch.jni.JniUtils;
import dev.gumbel.backend.Availability;
import dev.gumbel.backend.Backend;
import dev.gumbel.backend.BackendException;
import dev.gumbel.backend.BackendLocator;
import dev.gumbel.backend.Settings;
import dev.gumbel.op.Fused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DjlProviderTest {
    private final DjlProvider provider = new DjlProvider();

    @Test
    void isUsableAndNamesItsVersionsWithoutLoadingThem() {
        Availability.Usable usable = (Availability.Usable) provider.probe();
        assertThat(usable.version()).isEqualTo("DJL 0.36.0, PyTorch 2.7.1");
        assertThat(usable.devices()).containsExactly("cpu");
        assertThat(usable.choosesKernels()).isTrue();
        assertThat(usable.mayHave("cpu")).isTrue();
        assertThat(usable.mayHave("gpu1")).isTrue();
        assertThat(usable.mayHave("0:0")).isFalse();
    }

    /** As on an Intel Mac, for which there is no PyTorch 2.7.1. */
    @Test
    void isNotUsableWithTheNativesOfAnotherPlatform() {
        String arch = System.setProperty("os.arch", "ppc64le");
        try {
            assertThat(provider.probe()).isInstanceOfSatisfying(Availability.Unusable.class, unusable -> assertThat(unusable.reason())
                    .startsWith("no PyTorch natives for ").contains("-ppc64le on the class path; add ai.djl.pytorch:pytorch-native-cpu"));
        } finally {
            System.setProperty("os.arch", arch);
        }
    }

    @Test
    void isChosenBeforeTheReference() {
        assertThat(BackendLocator.standard().provider(BackendLocator.AUTO).name()).isEqualTo("djl");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void setsTheLibrarysThreads(int threads) {
        Backend backend = provider.create(Settings.defaults().withThreads(threads));
        assertThat(backend.capabilities().device()).isEqualTo("cpu (%d threads)".formatted(threads));
        assertThat(JniUtils.getNumThreads()).isEqualTo(threads);
    }

    @Test
    void refusesADeviceItHasNot() {
        assertThatThrownBy(() -> provider.create(Settings.defaults().withDevice("tpu")))
                .isInstanceOf(BackendException.class).hasMessage("backend 'djl': no device 'tpu', it has cpu");
    }

    /** The natives of Maven's have no CUDA. */
    @ParameterizedTest
    @ValueSource(strings = {"gpu", "gpu0", "gpu7"})
    void saysWhatAGpuNeeds(String device) {
        assertThatThrownBy(() -> provider.create(Settings.defaults().withDevice(device))).isInstanceOf(BackendException.class)
                .hasMessage("backend 'djl': no device '%s', it has cpu; a GPU needs an installed libtorch with CUDA: docs/djl.md", device);
    }

    @Test
    void claimsFusedGradientsForFusedKernelsOnly() {
        Fused gradient = new Fused.SoftmaxGradient();
        assertThat(provider.create(Settings.defaults()).capabilities().claims(gradient)).isTrue();
        assertThat(provider.create(Settings.defaults().withKernels(Settings.KernelSource.LIBRARY)).capabilities().claims(gradient)).isFalse();
    }

    @Test
    void saysWhoComputes() {
        assertThat(provider.create(Settings.defaults()).capabilities().computes())
                .matches("PyTorch \\d[^ ]* \\(products\\), Java, (\\d+-bit vectors|no Vector API) \\(fused passes\\)");
        assertThat(provider.create(Settings.defaults().withKernels(Settings.KernelSource.LIBRARY)).capabilities().computes())
                .matches("PyTorch \\d[^ ]*");
    }

    @Test
    void keepsDjlFromTheNetworkUnlessToldOtherwise() {
        provider.create(Settings.defaults());
        assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
        assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
    }
}
