/**
 * A connection to one of the box's doors, below requests and answers.
 *
 * <p>Promises that whoever begins a request ends it in time or is closed, that a full house makes
 * room at the cost of those who want nothing, never of a device that has shown a token, and that an
 * answer which lies ready leaves without a detour. What is answered is left to {@code app.http}.
 */
@NullMarked
package dev.roadcase.app.line;

import org.jspecify.annotations.NullMarked;
