/**
 * The time of the box, which never goes back: not by the system's clock, not by a restart.
 *
 * <p>Promises a time that is no earlier than what is known to have been, and no later than the keys
 * live. Which signed time of others is believed is left to {@code app.uplink}.
 */
@NullMarked
package dev.roadcase.app.clock;

import org.jspecify.annotations.NullMarked;
