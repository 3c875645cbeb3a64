/**
 * Which devices are let in: pairing codes, paired devices, and the mark of what has been verified.
 *
 * <p>Promises that a pairing code opens the door once, to one key. Tokens and signatures are left
 * to {@code wire}.
 */
@NullMarked
package dev.roadcase.core.auth;

import org.jspecify.annotations.NullMarked;
