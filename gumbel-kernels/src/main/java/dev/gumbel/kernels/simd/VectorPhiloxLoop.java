package dev.gumbel.kernels.simd;

import dev.gumbel.random.Philox;
import dev.gumbel.random.PhiloxLoop;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * By the JDK's Vector API: a counter a lane, in the low halves of longs. High halves hold anything until a product, whose factors are both masked:
 * then the JIT compiler takes the instruction that multiplies 32 bits by 32.
 */
final class VectorPhiloxLoop implements PhiloxLoop {
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final int LENGTH = LONGS.length();
    private static final LongVector LOW = LongVector.broadcast(LONGS, Philox.LOW);
    private static final LongVector MULTIPLIER_0 = LongVector.broadcast(LONGS, Philox.MULTIPLIER_0);
    private static final LongVector MULTIPLIER_1 = LongVector.broadcast(LONGS, Philox.MULTIPLIER_1);
    private static final LongVector INDEX = LongVector.zero(LONGS).addIndex(1);
    /** Lanes 0, 0, 1, 1, ... and the other half. */
    private static final VectorShuffle<Long> FIRST_TWICE = VectorShuffle.fromOp(LONGS, lane -> lane / 2);
    private static final VectorShuffle<Long> SECOND_TWICE = VectorShuffle.fromOp(LONGS, lane -> (LENGTH + lane) / 2);
    private static final VectorMask<Long> ODD = VectorMask.fromLong(LONGS, 0xAAAAAAAAAAAAAAAAL);

    @Override
    public void draw(int c0, int c1, int c2, int c3, int k0, int k1, int[] out, int blocks) {
        int whole = LONGS.loopBound(blocks);
        for (int i = 0; i < whole; i += LENGTH) {
            encipher(c0 + i, c1, c2, c3, k0, k1, out, i * Philox.LANES);
        }
        for (int i = whole; i < blocks; i++) {
            Philox.block(c0 + i, c1, c2, c3, k0, k1, out, i * Philox.LANES);
        }
    }

    private static void encipher(long c0, long c1, long c2, long c3, int k0, int k1, int[] out, int offset) {
        LongVector a = INDEX.add(c0);
        LongVector b = LongVector.broadcast(LONGS, c1);
        LongVector c = LongVector.broadcast(LONGS, c2);
        LongVector d = LongVector.broadcast(LONGS, c3);
        long key0 = k0;
        long key1 = k1;
        for (int round = 0; round < Philox.ROUNDS; round++) {
            LongVector product0 = a.and(LOW).mul(MULTIPLIER_0.and(LOW));
            LongVector product1 = c.and(LOW).mul(MULTIPLIER_1.and(LOW));
            a = product1.lanewise(VectorOperators.LSHR, Integer.SIZE).lanewise(VectorOperators.XOR, b).lanewise(VectorOperators.XOR, key0);
            b = product1;
            c = product0.lanewise(VectorOperators.LSHR, Integer.SIZE).lanewise(VectorOperators.XOR, d).lanewise(VectorOperators.XOR, key1);
            d = product0;
            key0 += Philox.WEYL_0;
            key1 += Philox.WEYL_1;
        }
        store(pairs(a, b), pairs(c, d), out, offset);
    }

    private static LongVector pairs(LongVector first, LongVector second) {
        return first.and(LOW).or(second.lanewise(VectorOperators.LSHL, Integer.SIZE));
    }

    /** Pairs of words in turns: ab, cd, ab, ... */
    private static void store(LongVector ab, LongVector cd, int[] out, int offset) {
        ab.rearrange(FIRST_TWICE).blend(cd.rearrange(FIRST_TWICE), ODD).reinterpretAsInts().intoArray(out, offset);
        ab.rearrange(SECOND_TWICE).blend(cd.rearrange(SECOND_TWICE), ODD).reinterpretAsInts().intoArray(out, offset + 2 * LENGTH);
    }
}
