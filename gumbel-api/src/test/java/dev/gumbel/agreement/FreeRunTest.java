package dev.gumbel.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreeRunTest {
    private static final List<Double> EXPECTED = Collections.nCopies(60, 100.0);

    private static List<Double> withLoss(int step, double loss) {
        List<Double> losses = new ArrayList<>(EXPECTED);
        losses.set(step, loss);
        return losses;
    }

    @Test
    void theFirstStepThatIsTooFarIsTold() {
        assertThat(FreeRun.SOFT.firstBreach(EXPECTED, EXPECTED)).isEmpty();
        assertThat(FreeRun.SOFT.firstBreach(EXPECTED, withLoss(0, 100.011))).hasValue(0);
        assertThat(FreeRun.SOFT.firstBreach(EXPECTED, withLoss(7, 100.009))).isEmpty();
        assertThat(FreeRun.HARD.firstBreach(EXPECTED, withLoss(7, 99.91))).isEmpty();
        assertThat(FreeRun.HARD.firstBreach(EXPECTED, withLoss(7, 99.89))).hasValue(7);
        assertThat(FreeRun.HARD.firstBreach(EXPECTED, withLoss(7, Double.NaN))).hasValue(7);
        assertThat(new FreeRun(0.25).firstBreach(EXPECTED, withLoss(7, 125))).as("exactly at the tolerance").isEmpty();
    }

    @Test
    void stepFiftyIsTheLastThatIsJudged() {
        assertThat(FreeRun.SOFT.firstBreach(EXPECTED, withLoss(50, 200))).hasValue(50);
        assertThat(FreeRun.SOFT.firstBreach(EXPECTED, withLoss(51, 200))).isEmpty();
    }

    @Test
    void stepsThatOnlyOneHasReachedAreNotJudged() {
        assertThat(FreeRun.SOFT.firstBreach(EXPECTED.subList(0, 3), withLoss(3, 200))).isEmpty();
        assertThat(FreeRun.SOFT.firstBreach(withLoss(3, 200), EXPECTED.subList(0, 3))).isEmpty();
        assertThat(FreeRun.SOFT.firstBreach(EXPECTED.subList(0, 3), withLoss(2, 200))).hasValue(2);
    }
}
