package dev.gumbel.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.backend.array.AdamStep;
import dev.gumbel.graph.Update.AdamUpdate;
import dev.gumbel.kernels.simd.VectorApi;
import dev.gumbel.kernels.simd.WorkerPool;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The float32 pass against the definition in double. */
class AdamPassTest {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final AdamStep STEP = new AdamStep(0.9, 0.999, 1e-8, 0.01, 1.5);
    private final AdamPass adam = new AdamPass(WorkerPool.of(1));

    /** Weight, first moment, second moment and gradient, in memory that is aligned to nothing. */
    private record State(MemorySegment w, MemorySegment m, MemorySegment v, MemorySegment g) {

        static State of(int count) {
            State state = new State(memory(count), memory(count), memory(count), memory(count));
            for (int i = 0; i < count; i++) {
                state.set(i, (float) Math.sin(i), (float) Math.cos(i) / 10, 0.01f + (float) Math.abs(Math.sin(3 * i)) / 100, (float) Math.sin(7 * i));
            }
            return state;
        }

        static State of(float w, float m, float v, float g) {
            State state = of(1);
            state.set(0, w, m, v, g);
            return state;
        }

        private static MemorySegment memory(int count) {
            return Arena.ofAuto().allocate(4L * count + 3, 4).asSlice(3);
        }

        State in(Arena arena) {
            return new State(copy(w, arena), copy(m, arena), copy(v, arena), copy(g, arena));
        }

        private static MemorySegment copy(MemorySegment segment, Arena arena) {
            return arena.allocate(segment.byteSize()).copyFrom(segment);
        }

        void set(int i, float w0, float m0, float v0, float g0) {
            put(w, i, w0);
            put(m, i, m0);
            put(v, i, v0);
            put(g, i, g0);
        }

        private static void put(MemorySegment segment, int i, float value) {
            segment.set(FLOAT, 4L * i, value);
        }

        /** The first so many weights. */
        MemorySegment first(int weights) {
            return w.asSlice(0, 4L * weights);
        }

        float w(int i) {
            return w.get(FLOAT, 4L * i);
        }

        float m(int i) {
            return m.get(FLOAT, 4L * i);
        }

        float v(int i) {
            return v.get(FLOAT, 4L * i);
        }
    }

    private State step(State state) {
        adam.step(STEP, state.w(), state.m(), state.v(), state.g());
        return state;
    }

    /** In memory of the caller's thread, and with a last part that no vector fills. */
    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void aTeamComputesTheSameBits(String vectors) {
        System.setProperty(VectorApi.PROPERTY, vectors);
        int count = 300_001;
        State alone = step(State.of(count));
        try (WorkerPool workers = WorkerPool.of(3); Arena arena = Arena.ofConfined()) {
            AdamPass together = new AdamPass(workers);
            for (int round = 0; round < 20; round++) {
                State state = State.of(count);
                State shared = state.in(arena);
                together.step(STEP, shared.w(), shared.m(), shared.v(), shared.g());
                assertThat(shared.w().mismatch(alone.w())).isEqualTo(-1);
                assertThat(shared.m().mismatch(alone.m())).isEqualTo(-1);
                assertThat(shared.v().mismatch(alone.v())).isEqualTo(-1);
            }
        } finally {
            System.clearProperty(VectorApi.PROPERTY);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1023, 1024, 1025, 3000})
    void agreesWithTheDefinition(int count) {
        State state = step(State.of(count));
        State before = State.of(count);
        for (int i = 0; i < count; i++) {
            double m = 0.9 * before.m(i) + 0.1 * Math.sin(7 * i);
            double v = 0.999 * before.v(i) + 0.001 * Math.sin(7 * i) * Math.sin(7 * i);
            assertThat((double) state.m(i)).isCloseTo(m, within(1e-7));
            assertThat((double) state.v(i)).isCloseTo(v, within(1e-8));
            assertThat((double) state.w(i)).isCloseTo(before.w(i) - 0.01 * m / (Math.sqrt(v) * 1.5 + 1e-8), within(1e-6));
        }
    }

    @Test
    void epsilonIsAddedToTheRoot() {
        State state = State.of(1, 1, 4, 0);
        adam.step(new AdamStep(1, 1, 0.5, 0.25, 0.75), state.w(), state.m(), state.v(), state.g());
        assertThat(state.w(0)).isEqualTo(1 - 0.25f / (2 * 0.75f + 0.5f));
    }

    @Test
    void onlyTheFirstElementsAreTouched() {
        State state = State.of(10);
        adam.step(STEP, state.first(9), state.m(), state.v(), state.g());
        State before = State.of(10);
        assertThat(state.w(9)).isEqualTo(before.w(9));
        assertThat(state.m(9)).isEqualTo(before.m(9));
        assertThat(state.w(8)).isNotEqualTo(before.w(8));
    }

    @Test
    void nothingIsWrittenForNothing() {
        State state = State.of(1);
        adam.step(STEP, state.first(0), state.m(), state.v(), state.g());
        assertThat(state.w(0)).isEqualTo(State.of(1).w(0));
    }

    @ParameterizedTest
    @ValueSource(floats = {1e-31f, -1e-31f, 1e-40f, 0.99e-30f, -0f})
    void aTinyFirstMomentBecomesZero(float tiny) {
        assertThat(step(State.of(1, tiny / 0.9f, 0, 0)).m(0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(floats = {1.12e-30f, -1.12e-30f, 1e-20f, 1e20f})
    void otherFirstMomentsStay(float moment) {
        assertThat(step(State.of(1, moment, 0, 0)).m(0)).isEqualTo(0.9f * moment);
    }

    @Test
    void aMomentOnTheThresholdStays() {
        AdamStep keep = new AdamStep(1, 1, 1e-8, 0.01, 1);
        State state = State.of(1, AdamUpdate.FLUSH_FIRST, AdamUpdate.FLUSH_SECOND, 0);
        adam.step(keep, state.w(), state.m(), state.v(), state.g());
        assertThat(state.m(0)).isEqualTo(AdamUpdate.FLUSH_FIRST);
        assertThat(state.v(0)).isEqualTo(AdamUpdate.FLUSH_SECOND);
    }

    @Test
    void secondMomentsAreFlushedBelowTheirOwnThreshold() {
        assertThat(step(State.of(1, 0, 0.99e-36f, 0)).v(0)).isZero();
        assertThat(step(State.of(1, 0, 1.1e-36f, 0)).v(0)).isEqualTo(0.999f * 1.1e-36f);
        assertThat(step(State.of(1, 0, 1e30f, 0)).v(0)).isEqualTo(0.999f * 1e30f);
    }

    @Test
    void aWeightWithoutMomentsStays() {
        assertThat(step(State.of(0.25f, 1e-31f, 1e-37f, 0)).w(0)).isEqualTo(0.25f);
    }

    @Test
    void nanAndInfinityAreNotFlushedAway() {
        State nan = step(State.of(1, 0, 0, Float.NaN));
        assertThat(nan.m(0)).isNaN();
        assertThat(nan.v(0)).isNaN();
        assertThat(nan.w(0)).isNaN();
        State infinite = step(State.of(1, 0, 0, Float.NEGATIVE_INFINITY));
        assertThat(infinite.m(0)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(infinite.v(0)).isEqualTo(Float.POSITIVE_INFINITY);
    }
}
