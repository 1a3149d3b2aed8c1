/**
 * Model signatures of the OpenSSF, version 1.0: the bytes of a {@code model.sig} and those whose signatures count come in, who
 * signed and what each file has to be goes out.
 *
 * @see <a href="https://github.com/ossf/model-signing-spec/blob/main/spec/v1.0.md">the specification</a>
 */
@NullMarked
package dev.etiqueta.signing;

import org.jspecify.annotations.NullMarked;
