/**
 * Who asks, and what they may: API keys, JSON web tokens and certificates come in, a principal with roles goes out, or a
 * refusal. Also writes down who changed what serves.
 */
@NullMarked
package dev.etiqueta.security;

import org.jspecify.annotations.NullMarked;
