/**
 * What remote ops run: the fleet seen and commanded over MQTT, and the upstream that takes deltas
 * into a database and acknowledges them. Promises to show what boxes said, never what they probably
 * meant. The command line stands here; the upstream in a package of its own, the console comes
 * later.
 */
@NullMarked
package dev.roadcase.console;

import org.jspecify.annotations.NullMarked;
