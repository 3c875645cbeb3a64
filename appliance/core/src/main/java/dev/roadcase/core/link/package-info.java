/**
 * The way upstream: whether anybody answers there, by which link, since when, and when silence is
 * too long.
 *
 * <p>Promises never to call upstream reachable because a cable is plugged in: only an answer
 * counts. Finding out is left to {@code app.uplink}, carriers to {@code drivers}.
 */
@NullMarked
package dev.roadcase.core.link;

import org.jspecify.annotations.NullMarked;
