/** What is measured: one table of workloads and sizes, and what a subject must offer to be measured by it. */
@NullMarked
package dev.gumbel.bench.table;

import org.jspecify.annotations.NullMarked;
