/**
 * Hardware behind ports. Knows its hardware libraries and nobody of ours: what a reading means is
 * decided elsewhere.
 *
 * <p>{@code power}, {@code modem} and {@code link} are ports, each for one part; each way to keep
 * some of them is a package of its own. So far there is one, the simulated board, which keeps all
 * three and ships with the product.
 */
@NullMarked
package dev.roadcase.drivers;

import org.jspecify.annotations.NullMarked;
