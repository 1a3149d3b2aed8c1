/** Meters and health. It listens, and is called by nobody. */
@NullMarked
package dev.etiqueta.monitoring;

import org.jspecify.annotations.NullMarked;
