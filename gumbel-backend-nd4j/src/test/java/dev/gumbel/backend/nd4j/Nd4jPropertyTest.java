package dev.gumbel.backend.nd4j;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.GraphAgreement;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** ND4J and the reference agree on graphs drawn at random. */
class Nd4jPropertyTest {
    private final Backend backend = new Nd4jProvider().create(Settings.defaults());

    @Property(tries = 150)
    void valuesAndGradientsEqualTheReferences(@ForAll @Size(max = 20) int[] numbers) {
        GraphAgreement.check(backend, numbers);
    }
}
