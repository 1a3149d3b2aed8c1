/** The command line: {@code pull}, {@code evaluate} and {@code predict}, which need no web server. */
@NullMarked
package dev.etiqueta.command;

import org.jspecify.annotations.NullMarked;
