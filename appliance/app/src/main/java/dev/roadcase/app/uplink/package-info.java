/**
 * The link upstream: one MQTT 5 connection at a time, drained in the order that {@link
 * dev.roadcase.core.queue.Dispatcher} decides.
 *
 * <p>Promises that nothing leaves which the dispatcher has not let out, that every wait has a
 * deadline, and that nothing upstream says – garbage, lies, silence – loses a fact or ends the
 * process. What is in the journal, and what of upstream's word is written down, is left to those
 * behind {@link dev.roadcase.app.uplink.DeltaSource} and {@link
 * dev.roadcase.app.uplink.UplinkLedger}.
 */
@NullMarked
package dev.roadcase.app.uplink;

import org.jspecify.annotations.NullMarked;
