/**
 * The web server, hardened: what a client may hold of it, and for how long, before its request is whole and after its
 * answer is made. No thread waits for a client.
 */
@NullMarked
package dev.etiqueta.server;

import org.jspecify.annotations.NullMarked;
