/**
 * What time it is, as an interval, on a machine without a clock.
 *
 * <p>Promises that the low bound never retreats and that nothing unvouched moves the high one.
 * Where readings come from, and keeping the low bound over a power cut, is left to {@code app}.
 */
@NullMarked
package dev.roadcase.core.clock;

import org.jspecify.annotations.NullMarked;
