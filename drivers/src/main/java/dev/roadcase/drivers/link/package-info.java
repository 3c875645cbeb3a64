/**
 * Which link has a carrier and the default route.
 *
 * <p>A carrier says nothing about who answers at the other end: that is the uplink's to find out.
 */
@NullMarked
package dev.roadcase.drivers.link;

import org.jspecify.annotations.NullMarked;
