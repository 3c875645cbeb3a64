/**
 * The upstream: takes deltas off an MQTT 5 broker into SQLite, and says by signed acknowledgements
 * how far its database has got.
 *
 * <p>Promises that nothing is acknowledged before it is on the disk, that a delta or a sale that
 * comes twice, by whatever path and in whatever order, stands there once, that what cannot be read
 * is kept with a reason, and that a rehearsal's or a demo's money never shows in the live ledger.
 * Who may publish what is left to the broker; that a sale was signed by its device, to the box that
 * took it.
 */
@NullMarked
package dev.roadcase.console.upstream;

import org.jspecify.annotations.NullMarked;
