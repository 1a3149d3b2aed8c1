/** What predictions turn out to be: remembers them for a while, and takes their true labels. */
@NullMarked
package dev.etiqueta.feedback;

import org.jspecify.annotations.NullMarked;
