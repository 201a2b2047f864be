/** Relaxations of discrete choices: how a network draws categorical samples and is still trained by gradients. */
@NullMarked
package dev.gumbel.discrete;

import org.jspecify.annotations.NullMarked;
