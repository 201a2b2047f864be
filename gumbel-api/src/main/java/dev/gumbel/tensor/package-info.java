/** The nodes of the graph, and the values that go in and come out of it. */
@NullMarked
package dev.gumbel.tensor;

import org.jspecify.annotations.NullMarked;
