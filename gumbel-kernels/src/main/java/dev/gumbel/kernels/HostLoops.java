package dev.gumbel.kernels;

import dev.gumbel.backend.array.AdamStep;
import dev.gumbel.kernels.simd.Blocks;
import dev.gumbel.kernels.simd.NoiseLoops;
import dev.gumbel.kernels.simd.Simd;
import dev.gumbel.kernels.simd.WorkerPool;
import dev.gumbel.op.Binary;
import dev.gumbel.op.Unary;
import dev.gumbel.random.NoiseDraws;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Loops over the memory of dense arrays in row-major order, on threads of their own: every op of the backend {@code java} that has no pass of its
 * own, and what a library gets wrong or does a hundred times too slowly. Not thread-safe.
 */
public final class HostLoops implements AutoCloseable {
    private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfInt ID = ValueLayout.JAVA_INT_UNALIGNED;
    private static final int BLOCK = 2048;

    private final WorkerPool workers;
    private final List<Scratch> scratch;
    private final AdamPass adam;
    private final Sums sums;
    private final NoiseLoops noises;

    private HostLoops(WorkerPool workers, NoiseLoops noises, Supplier<Simd> simd) {
        this.workers = workers;
        this.noises = noises;
        this.scratch = workers.each(_ -> new Scratch());
        this.adam = new AdamPass(workers);
        this.sums = new Sums(workers, simd);
    }

    /**
     * Loops in vector instructions where the JVM has them.
     *
     * @param threads how many; 0 for one for each processor
     */
    public static HostLoops best(int threads) {
        WorkerPool workers = WorkerPool.of(threads);
        return new HostLoops(workers, NoiseLoops.best(workers), Simd::best);
    }

    /** Plain loops on one thread. */
    public static HostLoops scalar() {
        WorkerPool workers = WorkerPool.of(1);
        return new HostLoops(workers, NoiseLoops.scalar(workers), Simd::scalar);
    }

    /** Who computes. */
    public WorkerPool workers() {
        return workers;
    }

    /** Ends the threads. */
    @Override
    public void close() {
        workers.close();
    }

    /** Of one thread. */
    private static final class Scratch {
        final float[] first = new float[BLOCK];
        final float[] second = new float[BLOCK];
        final float[] result = new float[BLOCK];
        final int[] firstIds = new int[BLOCK];
        final int[] secondIds = new int[BLOCK];
    }

    /** Fills memory with draws from an index on. */
    public void draw(NoiseDraws noise, MemorySegment out, long first) {
        noises.fill(noise, out, first);
    }

    /** One Adam step in place; see {@link AdamPass}. */
    public void adam(AdamStep step, MemorySegment weight, MemorySegment firstMoment, MemorySegment secondMoment, MemorySegment gradient) {
        adam.step(step, weight, firstMoment, secondMoment, gradient);
    }

    /** The op of each element. */
    public void unary(Unary op, MemorySegment x, MemorySegment out) {
        workers.run(Blocks.count(out), BLOCK, (member, from, length) -> {
            Scratch own = scratch.get(member);
            read(x, from, own.first, length);
            ElementLoops.unary(op, own.first, own.result, length);
            Blocks.write(own.result, out, from, length);
        });
    }

    /** The op of each pair of elements; an operand of one element is repeated. */
    public void binary(Binary op, MemorySegment a, MemorySegment b, MemorySegment out) {
        workers.run(Blocks.count(out), BLOCK, (member, from, length) -> {
            Scratch own = scratch.get(member);
            read(a, from, own.first, length);
            read(b, from, own.second, length);
            ElementLoops.binary(op, own.first, own.second, own.result, length);
            Blocks.write(own.result, out, from, length);
        });
    }

    /** A comparison of each pair of INT32 elements, 1 or 0 in that type; an operand of one element is repeated. */
    public void compareIds(Binary op, MemorySegment a, MemorySegment b, MemorySegment out) {
        workers.run(Blocks.count(out), BLOCK, (member, from, length) -> {
            Scratch own = scratch.get(member);
            read(a, from, own.firstIds, length);
            read(b, from, own.secondIds, length);
            ElementLoops.compare(op, own.firstIds, own.secondIds, length);
            Blocks.write(own.firstIds, out, from, length);
        });
    }

    /** a where the condition, of INT32 or else of FLOAT32, is not 0, else b; an operand of one element is repeated. */
    public void where(MemorySegment condition, boolean byIds, MemorySegment a, MemorySegment b, MemorySegment out) {
        // All bits of an INT32 count; a float is 0 whatever its sign is.
        int significant = byIds ? -1 : Integer.MAX_VALUE;
        workers.run(Blocks.count(out), BLOCK, (member, from, length) -> {
            Scratch own = scratch.get(member);
            read(condition, from, own.firstIds, length);
            read(a, from, own.first, length);
            read(b, from, own.second, length);
            choose(own.firstIds, significant, own.first, own.second, own.result, length);
            Blocks.write(own.result, out, from, length);
        });
    }

    private static void choose(int[] condition, int significant, float[] a, float[] b, float[] result, int length) {
        for (int i = 0; i < length; i++) {
            result[i] = (condition[i] & significant) != 0 ? a[i] : b[i];
        }
    }

    /**
     * The rows of a table that ids name.
     *
     * @throws IndexOutOfBoundsException if an id names none
     */
    public static void gather(MemorySegment table, long rows, MemorySegment ids, MemorySegment out) {
        long rowBytes = table.byteSize() / rows;
        long offset = 0;
        for (int id : ids.toArray(ID)) {
            MemorySegment.copy(table, Objects.checkIndex(id, rows) * rowBytes, out, offset, rowBytes);
            offset += rowBytes;
        }
    }

    /** Adds rows to the rows of a result that ids name, in their order. */
    public static void scatterAdd(MemorySegment updates, MemorySegment ids, long rows, MemorySegment out) {
        int columns = (int) (out.byteSize() / rows / Float.BYTES);
        float[] row = new float[columns];
        float[] update = new float[columns];
        long from = 0;
        for (int id : ids.toArray(ID)) {
            long to = Objects.checkIndex(id, rows) * columns * Float.BYTES;
            MemorySegment.copy(updates, LAYOUT, from, update, 0, columns);
            MemorySegment.copy(out, LAYOUT, to, row, 0, columns);
            for (int i = 0; i < columns; i++) {
                row[i] += update[i];
            }
            MemorySegment.copy(row, 0, out, LAYOUT, to, columns);
            from += (long) columns * Float.BYTES;
        }
    }

    private static void read(MemorySegment from, long element, float[] block, int length) {
        if (from.byteSize() == Float.BYTES) {
            Blocks.read(from, 0, block, 1);
            Arrays.fill(block, 1, length, block[0]);
        } else {
            Blocks.read(from, element, block, length);
        }
    }

    private static void read(MemorySegment from, long element, int[] block, int length) {
        if (from.byteSize() == Integer.BYTES) {
            Blocks.read(from, 0, block, 1);
            Arrays.fill(block, 1, length, block[0]);
        } else {
            Blocks.read(from, element, block, length);
        }
    }

    /** The sum of each row, as many as {@code out} has elements. */
    public void sumOfRows(MemorySegment x, MemorySegment out) {
        sums.ofRows(x, out);
    }

    /** The sum of all rows. */
    public void sumOfColumns(MemorySegment x, int columns, MemorySegment out) {
        sums.ofColumns(x, columns, out);
    }

    /** The largest of each row, NaN if any is. */
    public static void max(MemorySegment x, int columns, MemorySegment out) {
        float[] row = new float[columns];
        for (long i = 0; i < Blocks.count(out); i++) {
            Blocks.read(x, i * columns, row, columns);
            out.setAtIndex(LAYOUT, i, max(row));
        }
    }

    /** 1 at the first of the largest of each row, 0 elsewhere; a row that holds NaN becomes NaN. */
    public static void oneHotArgmax(MemorySegment x, int columns, MemorySegment out) {
        RowPasses rows = new RowPasses(columns, Simd.scalar());
        long total = Blocks.count(out) / columns;
        for (long first = 0; first < total; first += rows.capacity()) {
            rows.oneHotArgmax(x, out, first, (int) Math.min(rows.capacity(), total - first));
        }
    }

    private static float max(float[] row) {
        float largest = Float.NEGATIVE_INFINITY;
        for (float value : row) {
            largest = Math.max(largest, value);
        }
        return largest;
    }
}
