/**
 * The contract's operations: sales and refunds, receipts, the catalogue and its news, the manifest,
 * telemetry, and how the box is.
 *
 * <p>Promises that what comes in has become a verified record before it becomes a command, and that
 * an answer says what the journal holds. Tokens are given out by {@code app.oauth}; what is booked
 * is decided by {@code app.box}.
 */
@NullMarked
package dev.roadcase.app.api;

import org.jspecify.annotations.NullMarked;
