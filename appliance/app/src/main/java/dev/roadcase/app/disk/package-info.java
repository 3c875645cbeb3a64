/**
 * What is known of the disks that the box writes to, and the room that is kept free on the one with
 * the journal.
 *
 * <p>Promises that a disk which fills up stops sales while there is still room for refunds and for
 * the stop. What is refused then is said by {@code app.box}.
 */
@NullMarked
package dev.roadcase.app.disk;

import org.jspecify.annotations.NullMarked;
