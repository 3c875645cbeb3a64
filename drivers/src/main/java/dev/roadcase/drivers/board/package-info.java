/**
 * What a box can ask of the board that it runs on: power, modem, and which link has a carrier.
 *
 * <p>Promises plain values with the moment at which they were true, and to say so when a part does
 * not answer. What follows from a reading – a low battery, upstream out of reach – is left to the
 * rules in {@code core}; a carrier says nothing about who answers at the other end.
 */
@NullMarked
package dev.roadcase.drivers.board;

import org.jspecify.annotations.NullMarked;
