/** The table as JMH benchmarks, for its profilers: {@code -p subject=djl/fused -p workload=train -p size=100}. */
@NullMarked
package dev.gumbel.bench;

import org.jspecify.annotations.NullMarked;
