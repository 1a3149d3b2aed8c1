/** Encoded bytes to pixels in the shape that a contract asks for. Knows neither models nor HTTP. */
@NullMarked
package dev.etiqueta.image;

import org.jspecify.annotations.NullMarked;
