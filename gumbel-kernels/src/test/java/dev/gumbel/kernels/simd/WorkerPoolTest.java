package dev.gumbel.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerPoolTest {
    private static final int ROUNDS = 200;

    @Test
    void doesEachPartOnceAndNoMemberTwoAtATime() {
        AtomicIntegerArray counts = new AtomicIntegerArray(50);
        AtomicIntegerArray members = new AtomicIntegerArray(3);
        try (WorkerPool workers = WorkerPool.of(3)) {
            for (int round = 0; round < 2000; round++) {
                workers.run(1 + round % 50, (member, part) -> {
                    counts.incrementAndGet(part);
                    assertThat(members.incrementAndGet(member)).isEqualTo(1);
                    members.decrementAndGet(member);
                });
            }
            for (int part = 0; part < 50; part++) {
                assertThat(counts.get(part)).isEqualTo(40 * (50 - part));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 10, 3", "2, 10, 3", "3, 1000, 7", "8, 1000, 1000", "4, 0, 5", "8, 3, 1"})
    void doesEachItemOnceInBlocksOfOneSize(int threads, int items, int size) {
        try (WorkerPool workers = WorkerPool.of(threads)) {
            AtomicIntegerArray done = new AtomicIntegerArray(items);
            for (int round = 1; round <= ROUNDS; round++) {
                workers.run(items, size, (member, first, count) -> {
                    assertThat(member).isBetween(0, threads - 1);
                    assertThat(first % size).isZero();
                    assertThat(count).isEqualTo(Math.min(size, items - (int) first));
                    for (int i = 0; i < count; i++) {
                        done.incrementAndGet((int) first + i);
                    }
                });
                for (int i = 0; i < items; i++) {
                    assertThat(done.get(i)).isEqualTo(round);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void throwsWhatAPartHasThrownAndGoesOn(int threads) {
        try (WorkerPool workers = WorkerPool.of(threads)) {
            assertThatThrownBy(() -> workers.run(10, 1, (_, first, _) -> {
                if (first == 4) {
                    throw new IndexOutOfBoundsException("four");
                }
            })).isInstanceOf(IndexOutOfBoundsException.class).hasMessage("four");
            AtomicIntegerArray done = new AtomicIntegerArray(1);
            workers.run(10, 1, (_, _, _) -> done.incrementAndGet(0));
            assertThat(done.get(0)).isEqualTo(10);
        }
    }
}
