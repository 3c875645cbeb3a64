/**
 * The box as a process: the one place with Vert.x, where the pure rules meet sockets, files and
 * clocks. Promises to wire them and to stop clean; leaves every decision to the rules. Here stand
 * the wiring and the way in; the doors, the journal and the rest are packages beside it.
 */
@NullMarked
package dev.roadcase.app;

import org.jspecify.annotations.NullMarked;
