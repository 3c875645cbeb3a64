/**
 * What is on offer at this stall, and at which price. The box's catalogue is the canonical one for
 * the site; it changes when a pack is applied.
 *
 * <p>Promises that a till which showed yesterday's price a moment ago is still believed for the
 * pack's grace. Stock is left to {@code mesh.rights}, money to {@code core.ledger}.
 */
@NullMarked
package dev.roadcase.mesh.catalogue;

import org.jspecify.annotations.NullMarked;
