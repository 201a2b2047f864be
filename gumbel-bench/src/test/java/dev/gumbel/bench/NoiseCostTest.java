package dev.gumbel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.kernels.simd.NoiseLoops;
import dev.gumbel.kernels.simd.WorkerPool;
import dev.gumbel.op.NoiseKind;
import dev.gumbel.random.Domain;
import dev.gumbel.random.NoiseAddress;
import dev.gumbel.random.NoiseDraws;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a number costs, its random word included: prints nanoseconds with and without the Vector API and, where a Python is named, PyTorch's in turns.
 */
@Tag("exhaustive")
class NoiseCostTest {
    private static final int NUMBERS = 100_000;
    private static final int ROUNDS = 5;
    private static final double WARM_UP = 3;
    private static final double SECONDS = 0.5;

    @ParameterizedTest
    @CsvSource({"GUMBEL, gumbel", "UNIFORM, rand", "EXPONENTIAL, gumbel", "LOGISTIC, gumbel", "NORMAL, randn"})
    void ofEachKind(NoiseKind kind, String theirs) throws IOException {
        Runnable vectors = filling(kind, NoiseLoops.best(WorkerPool.of(1)));
        Runnable plain = filling(kind, NoiseLoops.scalar(WorkerPool.of(1)));
        ThreadCost.of(vectors, NUMBERS, WARM_UP);
        ThreadCost.of(plain, NUMBERS, WARM_UP);
        double[][] costs = new double[3][ROUNDS];
        if (Torch.isNamed()) {
            try (Torch torch = new Torch("noise.py")) {
                inTurns(vectors, plain, () -> torch.ask("%d %s %s".formatted(NUMBERS, theirs, SECONDS)), costs);
            }
        } else {
            inTurns(vectors, plain, () -> Double.NaN, costs);
        }
        double ours = ThreadCost.median(costs[0]);
        double torch = ThreadCost.median(costs[2]);
        System.out.printf("%-11s  Vector API %5.2f ns  plain %5.2f  PyTorch's %-6s %5.2f (%.2f)%n",
                kind.label(), ours, ThreadCost.median(costs[1]), theirs, torch, ours / torch);
        assertThat(ours).isLessThan(ThreadCost.median(costs[1]));
        if (Torch.isNamed()) {
            assertThat(ours).isLessThan(torch);
        }
    }

    /** What a measurement of PyTorch's is. */
    private interface Peer {
        double cost() throws IOException;
    }

    private static void inTurns(Runnable vectors, Runnable plain, Peer torch, double[][] costs) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            costs[0][round] = ThreadCost.of(vectors, NUMBERS, SECONDS);
            costs[1][round] = ThreadCost.of(plain, NUMBERS, SECONDS);
            costs[2][round] = torch.cost();
        }
    }

    private static Runnable filling(NoiseKind kind, NoiseLoops loops) {
        MemorySegment out = MemorySegment.ofArray(new float[NUMBERS]);
        NoiseDraws draws = new NoiseAddress(kind, 2020, Domain.TRAIN, "z", 0).draws();
        return () -> loops.fill(draws, out, 0);
    }
}
