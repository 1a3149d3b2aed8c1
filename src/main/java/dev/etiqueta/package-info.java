/** Etiqueta serves ONNX models that are versioned with DVC. Each package depends on packages below it only. */
@NullMarked
package dev.etiqueta;

import org.jspecify.annotations.NullMarked;
