/**
 * When people are to be bothered: a warning that comes and goes with every sale is soon looked at
 * by nobody.
 *
 * <p>Promises that what needs action is shown at once, that a warning has lasted before it is
 * shown, and that a screen reader hears only what lasted and only what changed. What deserves a
 * warning, and in which words, is left to {@code app.screens}.
 */
@NullMarked
package dev.roadcase.core.attention;

import org.jspecify.annotations.NullMarked;
