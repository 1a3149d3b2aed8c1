/** The format of Python's ConfigObj, which DVC's configuration is written in. */
@NullMarked
package dev.etiqueta.configobj;

import org.jspecify.annotations.NullMarked;
