/**
 * Tokens that let a device in, and what goes with them: compact JWTs (RFC 7519), ES256, each with a
 * {@code typ} of its own, so that none is ever taken for another.
 *
 * <p>Promises one spelling, exact types and claims, and that whatever is {@link
 * dev.roadcase.core.identity.Verified} was signed by the key that it should be. Nothing here asks a
 * clock, remembers a token, or is known by the octets of a signature, of which ECDSA has two for
 * one content: who has to recognise something does it by {@code jti}. Whether a token is still
 * alive is left to {@code core.auth}.
 */
@NullMarked
package dev.roadcase.wire.token;

import org.jspecify.annotations.NullMarked;
