/** The HTTP interface: predictions, what is served, problem details, and their documentation. */
@NullMarked
package dev.etiqueta.web;

import org.jspecify.annotations.NullMarked;
