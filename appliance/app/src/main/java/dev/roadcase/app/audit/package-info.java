/**
 * Signs the tree over the journal.
 *
 * <p>Promises that a head is signed only for what is on the disk, and no more often than anybody
 * needs. What a head is and when one is written down is {@code core.audit}'s, its bytes {@code
 * wire.token}'s; whoever checks a log needs nothing of this.
 */
@NullMarked
package dev.roadcase.app.audit;

import org.jspecify.annotations.NullMarked;
