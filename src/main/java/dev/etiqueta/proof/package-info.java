/** The bytes of a model to the proof that it can be served, in a process that may fail without harm to this one. */
@NullMarked
package dev.etiqueta.proof;

import org.jspecify.annotations.NullMarked;
