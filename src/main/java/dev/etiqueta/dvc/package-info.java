/** DVC's files and object stores to verified bytes, without DVC. Knows neither models nor Spring. */
@NullMarked
package dev.etiqueta.dvc;

import org.jspecify.annotations.NullMarked;
