/**
 * The shop's static twin: the same pages as files, and a second, tiny process that serves them at
 * the visitors' door whenever the box does not.
 *
 * <p>Promises that a visitor whose box has just died sees the shop within a second, at the same
 * address, and that the box gets its door back when it asks. The twin changes nothing, knows no
 * journal and says of when its prices are; selling is left to the box.
 */
@NullMarked
package dev.roadcase.app.twin;

import org.jspecify.annotations.NullMarked;
