package dev.gumbel.agreement;

import java.util.List;
import java.util.OptionalInt;

/**
 * How far the losses of two trainings may be apart that begin alike and go on by themselves. Only the first steps are judged: later, rounding alone
 * drives right trainings apart.
 *
 * @param tolerance of a loss, relatively
 */
public record FreeRun(double tolerance) {
    /** Of trainings on soft samples. */
    public static final FreeRun SOFT = new FreeRun(1e-4);
    /** Of trainings on hard samples, which a rounding error near a tie turns over. */
    public static final FreeRun HARD = new FreeRun(1e-3);

    /** The last step that is judged, counted from 0. */
    public static final int LAST_STEP = 50;

    /** The first step, counted from 0, whose losses are further apart than allowed; steps that either has not reached are not judged. */
    public OptionalInt firstBreach(List<Double> expected, List<Double> actual) {
        int judged = Math.min(LAST_STEP + 1, Math.min(expected.size(), actual.size()));
        for (int step = 0; step < judged; step++) {
            if (!(Tolerance.relativeDifference(expected.get(step), actual.get(step)) <= tolerance)) {
                return OptionalInt.of(step);
            }
        }
        return OptionalInt.empty();
    }
}
