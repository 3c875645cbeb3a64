/**
 * The files that packs bring along, on the box's disk.
 *
 * <p>Promises that every file which a pack that counts refers to is there, whole and flushed before
 * the fact that makes the pack count, and that nothing stays for ever. What is in a pack, and that
 * its bytes are what was signed, is left to {@code wire.pack}.
 */
@NullMarked
package dev.roadcase.app.assets;

import org.jspecify.annotations.NullMarked;
