/** A revision of a git repository to the few files that are wanted of it. The only package that knows JGit. */
@NullMarked
package dev.etiqueta.git;

import org.jspecify.annotations.NullMarked;
