/**
 * The cellular modem.
 *
 * <p>Promises what the modem says of itself. Whether its link is used is left to {@code core.link}.
 */
@NullMarked
package dev.roadcase.drivers.modem;

import org.jspecify.annotations.NullMarked;
