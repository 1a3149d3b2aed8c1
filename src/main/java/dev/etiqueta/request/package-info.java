/** What all protocols share: the limits of requests, how their images and JSON are read, and how they fail. */
@NullMarked
package dev.etiqueta.request;

import org.jspecify.annotations.NullMarked;
