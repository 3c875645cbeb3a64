/**
 * All rules of one box together: a command goes in, facts and an answer come out.
 *
 * <p>Promises to be as pure as the rules that it puts together (the architecture test counts it
 * among the cores), so that the simulator runs the very box that ships. Threads, files and sockets
 * are left to the packages beside it.
 */
@NullMarked
package dev.roadcase.app.box;

import org.jspecify.annotations.NullMarked;
