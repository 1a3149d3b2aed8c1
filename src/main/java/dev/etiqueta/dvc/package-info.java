/** A DVC project to verified files, without DVC, and the cache of objects. Knows neither models nor Spring. */
@NullMarked
package dev.etiqueta.dvc;

import org.jspecify.annotations.NullMarked;
