/**
 * How much the box says. What it says is each package's own.
 *
 * <p>Promises that one line said over and over does not fill the card, and that what was left out
 * is counted and told.
 */
@NullMarked
package dev.roadcase.app.logging;

import org.jspecify.annotations.NullMarked;
