/**
 * Signatures: ES256 (RFC 7518 §3.4) over P-256, in compact JWS (RFC 7515), and the keys for it.
 *
 * <p>Promises that what comes out as {@link dev.roadcase.core.identity.Verified} was signed by the
 * key that was asked for, in the one canonical spelling. Who may do what is left to {@code
 * core.auth}.
 */
@NullMarked
package dev.roadcase.wire.jws;

import org.jspecify.annotations.NullMarked;
