package dev.gumbel.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.op.Claimable;
import dev.gumbel.op.Activation;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Settings, and what backends say of themselves. */
class SettingsTest {

    @Test
    void defaultsLeaveAllButTheKernelsToTheLibrary() {
        assertThat(Settings.defaults()).isEqualTo(new Settings(0, "", false, Settings.KernelSource.FUSED));
    }

    @Test
    void eachSettingIsReplacedAlone() {
        Settings all = Settings.defaults().withThreads(3).withDevice("cuda").withChecked(true).withKernels(Settings.KernelSource.LIBRARY);
        assertThat(all).isEqualTo(new Settings(3, "cuda", true, Settings.KernelSource.LIBRARY));
        assertThat(all.withThreads(0).withDevice("").withChecked(false).withKernels(Settings.KernelSource.FUSED)).isEqualTo(Settings.defaults());
    }

    @Test
    void refusesNegativeThreads() {
        assertThatThrownBy(() -> Settings.defaults().withThreads(-1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("settings: threads -1 must be at least 0 (0 leaves it to the library)");
    }

    @Test
    void claimsAreByKindOfOp() {
        Capabilities capabilities = new Capabilities(Set.of(Fused.Linear.class), Set.of(DataType.FLOAT32), "cpu", "1");
        assertThat(capabilities.claims(new Fused.Linear(Activation.TANH))).isTrue();
        assertThat(capabilities.claims(new Fused.Softmax())).isFalse();
    }

    @Test
    void capabilitiesCannotBeChangedFromOutside() {
        Set<DataType> types = new HashSet<>(Set.of(DataType.FLOAT32));
        Set<Class<? extends Claimable>> claims = new HashSet<>(Set.of(Fused.Softmax.class));
        Capabilities capabilities = new Capabilities(claims, types, "cpu", "1");
        types.clear();
        claims.clear();
        assertThat(capabilities.types()).containsExactly(DataType.FLOAT32);
        assertThat(capabilities.claims(new Fused.Softmax())).isTrue();
    }

    @Test
    void devicesCannotBeChangedFromOutside() {
        List<String> devices = new ArrayList<>(List.of("cpu"));
        Availability.Usable usable = new Availability.Usable("1", devices);
        List<String> flags = new ArrayList<>(List.of("--one"));
        Availability.Unusable unusable = new Availability.Unusable("why", flags);
        Capabilities capabilities = new Capabilities(Set.of(), Set.of(), "cpu", devices, "1", "all");
        devices.add("cuda");
        flags.add("--two");
        assertThat(usable.devices()).containsExactly("cpu");
        assertThat(unusable.flags()).containsExactly("--one");
        assertThat(capabilities.devices()).containsExactly("cpu");
    }

    @Test
    void devicesAreKnownByTheirNamesOrByAPattern() {
        Availability.Usable few = new Availability.Usable("1", List.of("cpu", "a.b"));
        assertThat(few.mayHave("cpu")).isTrue();
        assertThat(few.mayHave("a.b")).isTrue();
        assertThat(List.of("", "c", "cpu2", "axb")).noneMatch(few::mayHave);
        Availability.Usable many = new Availability.Usable("1", List.of("cpu"), "cpu|gpu\\d", true);
        assertThat(List.of("cpu", "gpu0", "gpu7")).allMatch(many::mayHave);
        assertThat(many.mayHave("gpu")).isFalse();
    }

    @Test
    void aBackendWithoutAChoiceHasItsOwnDevice() {
        assertThat(new Capabilities(Set.of(), Set.of(), "cpu (2 threads)", "1").devices()).containsExactly("cpu (2 threads)");
    }

    @Test
    void exceptionsKeepTheirCause() {
        Throwable cause = new IllegalStateException("deep");
        assertThat(new BackendException("wide", cause)).hasMessage("wide").hasCause(cause);
    }
}
