/** The shortest way in: samples of arrays in one line. Everything it does is public in the packages below. */
@NullMarked
package dev.gumbel;

import org.jspecify.annotations.NullMarked;
