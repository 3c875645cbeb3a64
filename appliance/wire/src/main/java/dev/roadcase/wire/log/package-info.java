/**
 * A box's log as one file that anybody can check: {@code log.rclog}, described in {@code
 * docs/operation.md}.
 *
 * <p>Promises that one flipped, dropped, moved or cut record is found and named, by whoever has the
 * file and the fleet's root, and that nothing of the private chain is in it. Where the facts come
 * from is left to who writes it.
 */
@NullMarked
package dev.roadcase.wire.log;

import org.jspecify.annotations.NullMarked;
