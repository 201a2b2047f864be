package dev.gumbel.backend.tornado;

import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.GraphAgreement;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** TornadoVM and the reference agree on graphs drawn at random. */
class TornadoPropertyTest {
    private final TornadoProvider provider = new TornadoProvider();

    @Property(tries = 150)
    void valuesAndGradientsEqualTheReferences(@ForAll @Size(max = 20) int[] numbers) {
        GraphAgreement.check(provider.create(Settings.defaults()), numbers);
    }

    /** Few: each compiles kernels of its own. */
    @Property(tries = 8)
    void kernelsOfTheirOwnEqualTheReferences(@ForAll @Size(max = 20) int[] numbers) {
        GraphAgreement.check(provider.create(Settings.defaults(), false), numbers);
    }
}
