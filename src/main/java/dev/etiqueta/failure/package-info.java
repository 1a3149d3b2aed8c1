/** How something that has gone wrong is told to the person who can mend it. */
@NullMarked
package dev.etiqueta.failure;

import org.jspecify.annotations.NullMarked;
