/**
 * Bad news in words: the "no" of the rules and the "not now" of the box, as RFC 9457 has them.
 *
 * <p>Promises one problem for one refusal, by whichever door it leaves, and that it says what to do
 * next. Knows no door: how a problem is sent is left to those who send it.
 */
@NullMarked
package dev.roadcase.app.problem;

import org.jspecify.annotations.NullMarked;
