package dev.gumbel.backend.reference;

import static dev.gumbel.backend.reference.Arrays64.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.backend.Availability;
import dev.gumbel.backend.BackendException;
import dev.gumbel.backend.Capabilities;
import dev.gumbel.backend.Settings;
import dev.gumbel.graph.Update;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How arrays are bound, copied and rounded, and what the provider says. */
class ReferenceStorageTest {
    private final ReferenceKernels kernels = new ReferenceKernels();
    private final ReferenceProvider provider = new ReferenceProvider();

    private static ReferenceArray narrow(double... values) {
        return new ReferenceArray(Shape.of(values.length), DataType.FLOAT32, values);
    }

    @Test
    void aBoundArrayHoldsTheValuesOfItsTensor() {
        HostTensor tensor = HostTensor.of(Shape.of(2), 1f, 2f);
        ReferenceArray bound = kernels.bind(tensor);
        assertThat(bound).extracting(ReferenceArray::shape, ReferenceArray::type).containsExactly(Shape.of(2), DataType.FLOAT32);
        tensor.set(0, 7);
        kernels.refresh(bound, tensor);
        assertThat(bound.values()).containsExactly(7, 2);
    }

    @Test
    void fetchRoundsToTheTypeOfTheTensor() {
        HostTensor tensor = HostTensor.zeros(Shape.of(1), DataType.FLOAT32);
        kernels.fetch(narrow(0.1), tensor);
        assertThat(tensor.item()).isEqualTo(0.1f);
    }

    @Test
    void assigningToFloatsRounds() {
        ReferenceArray target = narrow(0);
        kernels.assign(target, narrow(0.1));
        assertThat(target.values()).containsExactly(0.1f);
        ReferenceArray wide = vector(0);
        kernels.assign(wide, vector(0.1));
        assertThat(wide.values()).containsExactly(0.1);
    }

    @Test
    void aCopyHasStorageOfItsOwn() {
        ReferenceArray x = vector(1);
        ReferenceArray copy = kernels.copy(x);
        x.values()[0] = 9;
        assertThat(copy.values()).containsExactly(1);
    }

    @Test
    void theProviderIsAlwaysUsableAndNeverPreferred() {
        assertThat(provider.name()).isEqualTo("reference");
        assertThat(provider.priority()).isZero();
        assertThat(provider.probe()).isEqualTo(new Availability.Usable("Java " + Runtime.version().feature(), List.of("cpu")));
    }

    @Test
    void itClaimsAllFusedOpsAndAllTypes() {
        Capabilities capabilities = provider.create(Settings.defaults()).capabilities();
        assertThat(capabilities.computes()).isEqualTo("Java, double");
        assertThat(capabilities.claims().stream().map(Class::getSimpleName)).containsExactlyInAnyOrder(
                Stream.concat(Stream.of(Fused.class.getPermittedSubclasses()), Stream.of(Update.AdamUpdate.class)).map(Class::getSimpleName)
                        .toArray(String[]::new));
        assertThat(capabilities.types()).containsExactlyInAnyOrder(DataType.values());
        assertThat(capabilities.device()).isEqualTo("cpu");
    }

    @Test
    void itRunsOnTheCpuOnly() {
        assertThat(provider.create(Settings.defaults().withDevice("cpu")).capabilities().device()).isEqualTo("cpu");
        assertThatThrownBy(() -> provider.create(Settings.defaults().withDevice("cuda"))).isInstanceOf(BackendException.class)
                .hasMessage("backend 'reference': no device 'cuda', it has cpu");
    }
}
