/** A revision of the models to loaded models that have proved themselves. */
@NullMarked
package dev.etiqueta.deployment;

import org.jspecify.annotations.NullMarked;
