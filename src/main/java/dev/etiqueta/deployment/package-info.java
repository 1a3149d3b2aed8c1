/** A revision of the models to models that serve: fetched, loaded, swapped, rolled back. */
@NullMarked
package dev.etiqueta.deployment;

import org.jspecify.annotations.NullMarked;
