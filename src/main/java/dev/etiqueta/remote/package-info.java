/** The stores that DVC calls remotes: a URL and its options to the bytes of single objects. Knows no DVC format. */
@NullMarked
package dev.etiqueta.remote;

import org.jspecify.annotations.NullMarked;
