/**
 * Facts, sales, refunds and tokens as bytes, and back.
 *
 * <p>Promises that every later release, and the one before, reads what this one writes. Where the
 * bytes are kept is left to {@code app.journal}.
 */
@NullMarked
package dev.roadcase.wire.fact;

import org.jspecify.annotations.NullMarked;
