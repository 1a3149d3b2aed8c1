/** The memory of the process outside of the Java heap. */
@NullMarked
package dev.etiqueta.memory;

import org.jspecify.annotations.NullMarked;
