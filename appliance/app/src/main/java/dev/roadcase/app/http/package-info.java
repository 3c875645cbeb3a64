/**
 * What all doors of the box have in common: HTTP for visitors, HTTPS for devices and crew, and a
 * local one for the person at the box.
 *
 * <p>Promises that what comes in is checked against the contract before a route sees it, that every
 * refusal leaves as an RFC 9457 problem, and that what strangers ask for has a bound. Which routes
 * there are is left to {@code app.api}, {@code app.oauth}, {@code app.pages} and {@code app.admin}.
 */
@NullMarked
package dev.roadcase.app.http;

import org.jspecify.annotations.NullMarked;
