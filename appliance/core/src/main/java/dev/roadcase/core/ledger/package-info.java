/**
 * Money: sales taken once, refunds never above what was taken.
 *
 * <p>Promises one entry per (device, sequence). Stock is asked for through {@link
 * dev.roadcase.core.ledger.Rights}, prices through {@link dev.roadcase.core.ledger.PriceList}; both
 * are kept in {@code mesh}.
 */
@NullMarked
package dev.roadcase.core.ledger;

import org.jspecify.annotations.NullMarked;
