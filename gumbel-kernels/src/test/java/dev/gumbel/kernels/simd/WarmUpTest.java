package dev.gumbel.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WarmUpTest {
    private static final long MILLI = 1_000_000;

    @Test
    void isOverWhenTheSlowestSampleIsFast() {
        AtomicBoolean compiled = new AtomicBoolean();
        AtomicInteger slow = new AtomicInteger();
        AtomicInteger fast = new AtomicInteger();
        WarmUp warmUp = WarmUp.of(fast::incrementAndGet, () -> {
            if (!compiled.get()) {
                LockSupport.parkNanos(MILLI);
                slow.incrementAndGet();
            }
        });
        while (slow.get() < 20) {
            assertThat(warmUp.isOver()).isFalse();
            LockSupport.parkNanos(MILLI);
        }
        compiled.set(true);
        while (!warmUp.isOver()) {
            LockSupport.parkNanos(MILLI);
        }
        assertThat(fast.get()).as("calls of a sample that is fast at once").isLessThan(slow.get());
    }

    /** The loops themselves, from the first call on: this process has compiled them, or does so while the test waits. */
    @Test
    void theLoopsOverVectorsTakeOver() {
        Simd simd = Simd.best();
        float[] x = {0, -1, Float.NaN};
        while (!VectorSimdWarmUp.isOver() || Vectors.areLong() && !VectorProductsWarmUp.isOver()) {
            simd.exp(x, x.length);
            LockSupport.parkNanos(MILLI);
        }
        simd.exp(x, x.length);
        assertThat(x[2]).isNaN();
    }
}
