package dev.gumbel.backend.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.backend.Availability;
import dev.gumbel.backend.Backend;
import dev.gumbel.backend.BackendException;
import dev.gumbel.backend.BackendLocator;
import dev.gumbel.backend.Settings;
import dev.gumbel.op.Fused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

class Nd4jProviderTest {
    private final Nd4jProvider provider = new Nd4jProvider();

    @Test
    void isUsableAndNamesItsVersionWithoutLoadingIt() {
        Availability.Usable usable = (Availability.Usable) provider.probe();
        assertThat(usable.version()).isEqualTo("ND4J 1.0.0-M2.1");
        assertThat(usable.devices()).containsExactly("cpu");
        assertThat(usable.choosesKernels()).isTrue();
        assertThat(usable.mayHave("cpu")).isTrue();
        assertThat(usable.mayHave("gpu1")).isFalse();
        assertThat(usable.mayHave("0:0")).isFalse();
    }

    @Test
    void saysWhoComputes() {
        assertThat(provider.create(Settings.defaults()).capabilities().computes())
                .matches("ND4J \\d[^ ]* \\(products\\), Java, (\\d+-bit vectors|no Vector API) \\(fused passes\\)");
        assertThat(provider.create(Settings.defaults().withKernels(Settings.KernelSource.LIBRARY)).capabilities().computes())
                .matches("ND4J \\d[^ ]*");
    }

    @Test
    void isChosenBeforeTheReference() {
        assertThat(BackendLocator.standard().provider(BackendLocator.AUTO).name()).isEqualTo("nd4j");
    }

    /** The names of the folders in ND4J's jars. */
    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x86_64", "Linux, aarch64, linux-arm64", "Mac OS X, aarch64, macosx-arm64", "Mac OS X, x86_64, macosx-x86_64",
        "Windows 11, amd64, windows-x86_64", "Linux, ppc64le, linux-ppc64le"
    })
    void knowsTheLibrarysNameOfAPlatform(String system, String architecture, String platform) {
        assertThat(Nd4jProvider.platform(system, architecture)).isEqualTo(platform);
    }

    @Test
    void saysWhatToDoWhereThereAreNoNatives() {
        assertThat(Nd4jProvider.probe("plan9-mips")).isEqualTo(new Availability.Unusable(
                "no ND4J natives for plan9-mips on the class path; add org.nd4j:nd4j-native with the classifier plan9-mips"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 1})
    void setsTheLibrarysThreads(int threads) {
        int possible = Math.min(threads, Nd4j.getEnvironment().maxThreads());
        Backend backend = provider.create(Settings.defaults().withThreads(threads));
        assertThat(backend.capabilities().device()).isEqualTo("cpu (%d threads)".formatted(possible));
        assertThat(Nd4j.getEnvironment().maxMasterThreads()).isEqualTo(possible);
        assertThat(Nd4j.factory().blas().getMaxThreads()).isEqualTo(possible);
    }

    @Test
    void refusesADeviceItHasNot() {
        assertThatThrownBy(() -> provider.create(Settings.defaults().withDevice("tpu")))
                .isInstanceOf(BackendException.class).hasMessage("backend 'nd4j': no device 'tpu', it has cpu");
    }

    @Test
    void claimsFusedGradientsForFusedKernelsOnly() {
        Fused gradient = new Fused.SoftmaxGradient();
        assertThat(provider.create(Settings.defaults()).capabilities().claims(gradient)).isTrue();
        assertThat(provider.create(Settings.defaults().withKernels(Settings.KernelSource.LIBRARY)).capabilities().claims(gradient)).isFalse();
    }

    @Test
    void keepsNd4jFromTellingAboutItselfUnlessAskedTo() {
        provider.create(Settings.defaults());
        assertThat(System.getProperty("org.nd4j.log.initialization")).isEqualTo("false");
    }
}
