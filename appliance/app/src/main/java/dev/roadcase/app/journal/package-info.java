/**
 * The journal file and the one thread that writes it: {@code docs/journal.md} is its design.
 *
 * <p>Promises that an answer leaves after the fsync of the facts that it rests on, and that the box
 * starts from what the disk holds and from nothing else. What the facts mean is left to {@code
 * app.box}.
 */
@NullMarked
package dev.roadcase.app.journal;

import org.jspecify.annotations.NullMarked;
