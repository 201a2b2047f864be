/** Variables on disk, in the published safetensors format. */
@NullMarked
package dev.gumbel.io;

import org.jspecify.annotations.NullMarked;
