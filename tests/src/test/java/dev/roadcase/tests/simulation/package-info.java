/**
 * A site on a virtual clock: tills, the very box that ships, a card that loses what was not
 * flushed, a thin link and upstream's database, all from one seed.
 *
 * <p>Promises that a seed replays to the last event, and that the checkers see only what tills were
 * shown and what upstream's database holds. Threads, SQLite and sockets are left to {@code
 * tests.fault}: the shell around the box is played here, not run.
 */
package dev.roadcase.tests.simulation;
