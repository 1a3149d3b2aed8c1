/** The Open Inference Protocol over gRPC, on a port of its own: off where none is set. */
@NullMarked
package dev.etiqueta.grpc;

import org.jspecify.annotations.NullMarked;
