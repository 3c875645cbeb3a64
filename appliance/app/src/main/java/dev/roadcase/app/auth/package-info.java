/**
 * The auth broker at work: keys that change daily, tokens given out and looked at, the status list,
 * PINs that are hashed one at a time.
 *
 * <p>Promises that nobody comes in with a token that the journal does not stand for. The rules are
 * {@code core.auth}'s, the bytes {@code wire.token}'s, what a door says is left to {@code
 * app.oauth} and those beside it.
 */
@NullMarked
package dev.roadcase.app.auth;

import org.jspecify.annotations.NullMarked;
