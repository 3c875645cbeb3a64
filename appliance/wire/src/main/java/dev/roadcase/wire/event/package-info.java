/**
 * What travels between a box and its upstream, as bytes: facts and telemetry as CloudEvents 1.0.2
 * over MQTT 5, alone or in compressed batches, and the signed acknowledgements that come back.
 *
 * <p>Promises that a fact's body goes out exactly as the journal holds it, that what comes in is a
 * well-formed event or stands in the list of the rejected with a reason, and that no payload,
 * however hostile, makes the reader allocate more than its stated limits. Topics above {@code up/},
 * sessions and what is sent when are left to those who hold a connection.
 */
@NullMarked
package dev.roadcase.wire.event;

import org.jspecify.annotations.NullMarked;
