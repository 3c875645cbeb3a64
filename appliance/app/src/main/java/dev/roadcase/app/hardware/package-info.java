/**
 * The box's hardware, a port a worker: what a part says becomes commands.
 *
 * <p>Promises that a bus which hangs stalls nobody but its worker, and that a part which does not
 * answer is said to be unknown. What a reading means is left to {@code core.power} and {@code
 * core.link}.
 */
@NullMarked
package dev.roadcase.app.hardware;

import org.jspecify.annotations.NullMarked;
