/** How it is measured: each subject in JVMs of its own, which take turns. */
@NullMarked
package dev.gumbel.bench.run;

import org.jspecify.annotations.NullMarked;
