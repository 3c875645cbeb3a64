/**
 * Hardware behind ports. Knows its hardware libraries and nobody of ours: what a reading means is
 * decided elsewhere.
 *
 * <p>{@code board} is the port; each way to keep it is a package of its own. So far there is one,
 * the simulated board, which ships with the product.
 */
@NullMarked
package dev.roadcase.drivers;

import org.jspecify.annotations.NullMarked;
