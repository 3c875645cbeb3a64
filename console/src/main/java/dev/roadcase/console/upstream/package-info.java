/**
 * The upstream: takes deltas off an MQTT 5 broker into SQLite, and says by signed acknowledgements
 * how far its database has got.
 *
 * <p>Promises that nothing is acknowledged before it is on the disk, that a delta or a sale that
 * comes twice, by whatever path and in whatever order, stands there once, that what cannot be read
 * or booked is kept with a reason and stops nothing else, that money is what a paired device of the
 * fleet has signed, and that a rehearsal's or a demo's never shows in the live ledger. Its own
 * broker binds a kit to its certificate and bounds what it may keep; with another, who may publish
 * what is left to that. That a device was still to be believed when it signed is left to the box
 * that took the sale.
 */
@NullMarked
package dev.roadcase.console.upstream;

import org.jspecify.annotations.NullMarked;
