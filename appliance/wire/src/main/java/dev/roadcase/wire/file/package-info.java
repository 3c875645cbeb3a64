/**
 * Files that are there whole or not at all: keys, packs, what a power cut must not halve.
 *
 * <p>Promises that a reader meets the old bytes or the new ones, never a mixture, and that a
 * private file was never readable by others, not even for a moment. What stands in a file is left
 * to the packages beside this one.
 */
@NullMarked
package dev.roadcase.wire.file;

import org.jspecify.annotations.NullMarked;
