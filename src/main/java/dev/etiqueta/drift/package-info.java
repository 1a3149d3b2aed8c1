/** How far what is seen is from what was expected: sliding windows, histograms and their divergence. Knows no model. */
@NullMarked
package dev.etiqueta.drift;

import org.jspecify.annotations.NullMarked;
