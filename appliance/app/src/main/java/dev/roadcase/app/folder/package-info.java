/**
 * The data folder as a whole: what stands in it, what each file is worth, and what to do when one
 * is missing or damaged.
 *
 * <p>Promises that all of it was looked at before anything in it is written, and that nothing is
 * deleted. How each file is read and written is left to its own package.
 */
@NullMarked
package dev.roadcase.app.folder;

import org.jspecify.annotations.NullMarked;
