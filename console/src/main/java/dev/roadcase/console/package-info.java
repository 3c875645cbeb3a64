/**
 * What remote ops run: the fleet seen and commanded over MQTT, and the upstream that takes deltas
 * into a database and acknowledges them. Promises to show what boxes said, never what they probably
 * meant. Only the command line stands here yet.
 */
@NullMarked
package dev.roadcase.console;

import org.jspecify.annotations.NullMarked;
