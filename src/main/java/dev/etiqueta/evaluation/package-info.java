/** Labelled images to a report on how well a model tells them apart. */
@NullMarked
package dev.etiqueta.evaluation;

import org.jspecify.annotations.NullMarked;
