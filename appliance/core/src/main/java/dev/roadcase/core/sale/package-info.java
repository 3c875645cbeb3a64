/**
 * What a device signs: a sale, a refund, and the receipt token that follows from the signed bytes
 * alone.
 *
 * <p>Promises that the token of one signed payload is the same on every box, at any time. Whether a
 * sale may be taken is left to {@code core.ledger}.
 */
@NullMarked
package dev.roadcase.core.sale;

import org.jspecify.annotations.NullMarked;
