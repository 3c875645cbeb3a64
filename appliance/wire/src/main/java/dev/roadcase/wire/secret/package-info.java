/**
 * Passphrases and PINs: Argon2id (RFC 9106), and what is sealed under one.
 *
 * <p>Promises that a guess costs its guesser as much as it costs us. How often one may guess is
 * left to {@code core.auth}.
 */
@NullMarked
package dev.roadcase.wire.secret;

import org.jspecify.annotations.NullMarked;
