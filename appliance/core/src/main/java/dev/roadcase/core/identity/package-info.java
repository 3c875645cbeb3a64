/**
 * Who acts: fleets, kits, boxes in one incarnation, devices, and the public keys that speak for
 * them.
 *
 * <p>Promises that an identity which exists is well-formed. How a key is proven is left to {@code
 * wire}; who may do what is left to {@code core.auth}.
 */
@NullMarked
package dev.roadcase.core.identity;

import org.jspecify.annotations.NullMarked;
