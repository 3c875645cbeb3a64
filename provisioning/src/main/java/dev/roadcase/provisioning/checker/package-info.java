/**
 * The outside checker: holds a demo day to the promises of a box.
 *
 * <p>Promises to share no code with what it checks: it imports nothing else of Roadcase, runs as a
 * process of its own, and reads only the devices' files, the box's HTTP answers and upstream's
 * database. The architecture test holds it to that.
 */
@NullMarked
package dev.roadcase.provisioning.checker;

import org.jspecify.annotations.NullMarked;
