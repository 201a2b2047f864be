package dev.gumbel.backend.djl;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.GraphAgreement;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** DJL and the reference agree on graphs drawn at random. */
class DjlPropertyTest {
    private final Backend backend = new DjlProvider().create(Settings.defaults());

    @Property(tries = 150)
    void valuesAndGradientsEqualTheReferences(@ForAll @Size(max = 20) int[] numbers) {
        GraphAgreement.check(backend, numbers);
    }
}
