/**
 * The doors of the box: HTTP for visitors, HTTPS for devices and crew, and a local one for the
 * person at the box.
 *
 * <p>Promises that what comes in is checked against the contract and verified before it becomes a
 * command, and that every refusal is an RFC 9457 problem which says what to do. Decisions are left
 * to {@code app.box}.
 */
@NullMarked
package dev.roadcase.app.http;

import org.jspecify.annotations.NullMarked;
