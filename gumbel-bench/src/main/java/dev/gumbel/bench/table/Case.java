package dev.gumbel.bench.table;

import dev.gumbel.op.Shape;

/** One workload at one size: a row of the table. */
public record Case(Workload workload, String size) {

    /** The extents of the size. */
    public Shape shape() {
        return Workload.shape(size);
    }

    /** The first extent, which for most workloads is the only one. */
    public int count() {
        return shape().dim(0);
    }

    @Override
    public String toString() {
        return workload.word() + " " + size;
    }
}
