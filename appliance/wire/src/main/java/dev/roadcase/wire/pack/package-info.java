/**
 * The pack as a file ({@code .rcpack}): one signed manifest, the certificate of the show that
 * signed it, and the parts that the manifest names by size and hash.
 *
 * <p>Promises that a pack which comes out as {@link dev.roadcase.core.identity.Verified} was signed
 * for a show of the configured fleet and is complete to the last octet, and that no size is
 * believed before it is checked. The layout, octet by octet, is in {@code docs/packs.md}; what the
 * items mean is left to {@code core.pack}.
 */
@NullMarked
package dev.roadcase.wire.pack;

import org.jspecify.annotations.NullMarked;
