package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.gumbel.agreement.Tolerance;
import dev.gumbel.tensor.HostTensor;

/** Judges results by a tolerance, as assertions. */
final class Agreement {
    private Agreement() {}

    /** Fails with the first differences, and what replays them. */
    static void check(Tolerance tolerance, String what, HostTensor expected, HostTensor actual, String replay) {
        assertEquals(expected.shape(), actual.shape(), () -> what + ": shape; replay: " + replay);
        tolerance.disagreement(expected, actual).ifPresent(differences -> fail("%s %s%n  replay: %s".formatted(what, differences, replay)));
    }
}
