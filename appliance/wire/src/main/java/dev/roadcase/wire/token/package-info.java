/**
 * Tokens that let a device in: compact JWTs (RFC 7519), ES256, {@code typ} {@code at+jwt} (RFC
 * 9068), and the request that a device signs to get its first one.
 *
 * <p>Promises exact types and claims, checked after the signature. Whether the device is still
 * welcome is left to {@code core.auth}.
 */
@NullMarked
package dev.roadcase.wire.token;

import org.jspecify.annotations.NullMarked;
