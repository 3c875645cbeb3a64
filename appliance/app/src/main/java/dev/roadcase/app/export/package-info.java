/**
 * What leaves a box on a stick: its signed log, its sales as a table, and a page that says how to
 * check them.
 *
 * <p>Promises that it is written whole and flushed, or not at all, and that a running box does not
 * notice. What a log looks like is {@code wire.log}'s.
 */
@NullMarked
package dev.roadcase.app.export;

import org.jspecify.annotations.NullMarked;
