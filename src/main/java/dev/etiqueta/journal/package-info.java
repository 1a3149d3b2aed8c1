/** The prediction log: writes what was predicted, and what turned out to be right, to files that a later training can read. */
@NullMarked
package dev.etiqueta.journal;

import org.jspecify.annotations.NullMarked;
