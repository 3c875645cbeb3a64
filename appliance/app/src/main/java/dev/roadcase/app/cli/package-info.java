/**
 * The verbs behind {@code roadcase box}, in a process of their own: they ask the box that runs at
 * its local door, or read its files beside it.
 *
 * <p>Promises exit codes of sysexits(3), and sentences that say what to do next. The box itself is
 * started by {@code app.Main}, with nothing of this but its options.
 */
@NullMarked
package dev.roadcase.app.cli;

import org.jspecify.annotations.NullMarked;
