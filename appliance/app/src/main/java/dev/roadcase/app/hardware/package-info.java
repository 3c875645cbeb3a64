/**
 * The box's hardware, watched by one worker: what the board says becomes commands.
 *
 * <p>Promises that a bus which hangs stalls nobody but this worker, and that a part which does not
 * answer is said to be unknown. What a reading means is left to {@code core.power} and {@code
 * core.link}.
 */
@NullMarked
package dev.roadcase.app.hardware;

import org.jspecify.annotations.NullMarked;
