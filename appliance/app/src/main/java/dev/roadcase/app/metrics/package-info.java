/**
 * Counters of the running process in the words of Prometheus, for the local door.
 *
 * <p>Promises that a scrape costs the box next to nothing and asks nobody on the network. What the
 * counters count is kept where the work is done; this package only gives it names.
 */
@NullMarked
package dev.roadcase.app.metrics;

import org.jspecify.annotations.NullMarked;
