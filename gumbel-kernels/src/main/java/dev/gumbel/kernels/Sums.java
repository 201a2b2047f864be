package dev.gumbel.kernels;

import dev.gumbel.kernels.simd.Blocks;
import dev.gumbel.kernels.simd.Simd;
import dev.gumbel.kernels.simd.WorkerPool;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Sums over rows and over columns, in an order that the number of threads does not change. Not thread-safe. */
final class Sums {
    /** After so many rows a partial sum is put away, so that rounding errors of long columns stay small. */
    private static final int PARTIAL = 128;
    /** Columns that are worth another thread. */
    private static final int LEAST = 256;

    private final WorkerPool workers;
    private final List<Scratch> scratch;

    Sums(WorkerPool workers, Supplier<Simd> loops) {
        this.workers = workers;
        this.scratch = workers.each(_ -> new Scratch(loops.get()));
    }

    /** The sum of all rows. */
    void ofColumns(MemorySegment x, int columns, MemorySegment out) {
        int size = Math.clamp(Math.ceilDiv(columns, workers.size()), LEAST, Blocks.SIZE);
        workers.run(columns, size, (member, first, count) -> scratch.get(member).ofColumns(x, columns, first, count, out));
    }

    /** The sum of each row, as many as {@code out} has elements. */
    void ofRows(MemorySegment x, MemorySegment out) {
        long columns = Blocks.count(x) / Blocks.count(out);
        int size = (int) Math.max(1, Blocks.SIZE / columns);
        workers.run(Blocks.count(out), size, (member, first, count) -> scratch.get(member).ofRows(x, columns, first, count, out));
    }

    /** Of one thread. */
    private static final class Scratch {
        private final Simd simd;
        private final float[] block = new float[Blocks.SIZE];
        private final float[] part = new float[Blocks.SIZE];
        private final float[] sum = new float[Blocks.SIZE];

        Scratch(Simd simd) {
            this.simd = simd;
        }

        void ofColumns(MemorySegment x, int columns, long from, int count, MemorySegment out) {
            long rows = Blocks.count(x) / columns;
            Arrays.fill(sum, 0, count, -0.0f);
            for (long first = 0; first < rows; first += PARTIAL) {
                Arrays.fill(part, 0, count, -0.0f);
                for (long r = first; r < Math.min(rows, first + PARTIAL); r++) {
                    Blocks.read(x, r * columns + from, block, count);
                    FloatLoops.add(part, block, count);
                }
                FloatLoops.add(sum, part, count);
            }
            Blocks.write(sum, out, from, count);
        }

        void ofRows(MemorySegment x, long columns, long first, int count, MemorySegment out) {
            for (int r = 0; r < count; r++) {
                sum[r] = columns > Blocks.SIZE ? ofLongRow(x, (first + r) * columns, columns) : ofShortRow(x, (first + r) * columns, (int) columns);
            }
            Blocks.write(sum, out, first, count);
        }

        private float ofShortRow(MemorySegment x, long from, int columns) {
            Blocks.read(x, from, block, columns);
            return simd.sum(block, 0, columns);
        }

        private float ofLongRow(MemorySegment x, long from, long columns) {
            double total = 0;
            for (long done = 0; done < columns; done += Blocks.SIZE) {
                total += ofShortRow(x, from + done, (int) Math.min(Blocks.SIZE, columns - done));
            }
            return (float) total;
        }
    }
}
