/**
 * Mains and battery.
 *
 * <p>Promises a reading, or that there is none and why. What is low is left to {@code core.power}.
 */
@NullMarked
package dev.roadcase.drivers.power;

import org.jspecify.annotations.NullMarked;
