/**
 * A board that plays a scenario from a file: mains comes and goes, the battery drains and fills,
 * the modem loses its network. It ships with the product, for demos, rehearsals and tests.
 *
 * <p>Promises that the same file and the same readings of the clock give the same board, however
 * often it is asked, and that a wrong file is answered with all that is wrong in it, line by line.
 * {@code docs/board.md} is the reference of the file.
 */
@NullMarked
package dev.roadcase.drivers.simulated;

import org.jspecify.annotations.NullMarked;
