/**
 * What all ports have in common: a reading, and a waker.
 *
 * <p>Promises plain values with the moment at which they were true, and to say so when a part does
 * not answer. What a reading means is left to the rules in {@code core}.
 */
@NullMarked
package dev.roadcase.drivers.port;

import org.jspecify.annotations.NullMarked;
