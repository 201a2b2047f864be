package dev.gumbel.backend.java;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.array.ArrayBackend;
import dev.gumbel.conformance.GraphAgreement;
import dev.gumbel.kernels.FusedKernels;
import dev.gumbel.kernels.simd.Simd;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** The backend java and the reference agree on graphs drawn at random. */
class JavaPropertyTest {
    private final Backend java = new JavaProvider().create(Settings.defaults());
    private final Backend plain = new ArrayBackend<>(
            java.capabilities(), Settings.defaults(), () -> new FusedKernels<>(JavaKernels.scalar(), Simd::scalar));

    @Property(tries = 150)
    void valuesAndGradientsEqualTheReferences(@ForAll @Size(max = 20) int[] numbers) {
        GraphAgreement.check(java, numbers);
    }

    @Property(tries = 150)
    void valuesAndGradientsEqualTheReferencesWithoutTheVectorApi(@ForAll @Size(max = 20) int[] numbers) {
        GraphAgreement.check(plain, numbers);
    }
}
