/** The Open Inference Protocol (v2), whoever carries it: requests in, what a graph is asked, answers out. */
@NullMarked
package dev.etiqueta.inference;

import org.jspecify.annotations.NullMarked;
