/** Models made of the packages above, as graphs; what computes them is not known here. */
@NullMarked
package dev.gumbel.model;

import org.jspecify.annotations.NullMarked;
