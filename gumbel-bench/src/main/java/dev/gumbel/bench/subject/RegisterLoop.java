package dev.gumbel.bench.subject;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Multiply-adds in vectors that stay in registers: the most that a processor does in the vectors that this JVM uses. */
final class RegisterLoop {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    /** Two units of latency four are busy with eight; twelve and their two operands find room in 16 registers. */
    private static final int SUMS = 12;
    /** Rounds of a call: long beside what begins and ends one. */
    private static final int ROUNDS = 2048;
    /** The JIT compiler takes the whole method after so many calls; of a loop that it takes halfway, vectors would be objects. */
    private static final int WARM_CALLS = 60_000;

    private RegisterLoop() {}

    /** Has the JIT compiler take the loop. */
    static float warm() {
        float sum = 0;
        for (int call = 0; call < WARM_CALLS; call++) {
            sum = rounds(2, sum);
        }
        return sum;
    }

    /** At least so many multiply-adds; returns a number that depends on them. */
    static float multiplyAdds(long count) {
        float sum = 0;
        for (long left = Math.ceilDiv(count, (long) SUMS * FLOATS.length()); left > 0; left -= ROUNDS) {
            sum = rounds((int) Math.min(ROUNDS, left), sum);
        }
        return sum;
    }

    /** What is added is lost in rounding, so that no sum becomes infinite or subnormal. Added to a sum, for that is what the instruction does. */
    private static float rounds(int count, float start) {
        FloatVector x = FloatVector.broadcast(FLOATS, 1e-9f);
        FloatVector y = FloatVector.broadcast(FLOATS, 1e-8f);
        FloatVector s0 = FloatVector.broadcast(FLOATS, start);
        FloatVector s1 = s0.add(0.1f), s2 = s0.add(0.2f), s3 = s0.add(0.3f), s4 = s0.add(0.4f), s5 = s0.add(0.5f);
        FloatVector s6 = s0.add(0.6f), s7 = s0.add(0.7f), s8 = s0.add(0.8f), s9 = s0.add(0.9f), s10 = s0.add(1), s11 = s0.add(1.1f);
        for (int i = 0; i < count; i++) {
            s0 = x.fma(y, s0);
            s1 = x.fma(y, s1);
            s2 = x.fma(y, s2);
            s3 = x.fma(y, s3);
            s4 = x.fma(y, s4);
            s5 = x.fma(y, s5);
            s6 = x.fma(y, s6);
            s7 = x.fma(y, s7);
            s8 = x.fma(y, s8);
            s9 = x.fma(y, s9);
            s10 = x.fma(y, s10);
            s11 = x.fma(y, s11);
        }
        FloatVector low = s0.add(s1).add(s2).add(s3).add(s4).add(s5);
        FloatVector high = s6.add(s7).add(s8).add(s9).add(s10).add(s11);
        return low.add(high).lane(0) / 100;
    }
}
