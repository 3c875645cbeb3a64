/**
 * The one log: facts, their envelope, the two hash chains of a box, and state that is staged until
 * the log has been fsync'd.
 *
 * <p>Promises that a fact's bytes are made once and never again, and that state changes only
 * through {@code apply}. Where the bytes are kept is left to {@code app.journal}.
 */
@NullMarked
package dev.roadcase.core.fact;

import org.jspecify.annotations.NullMarked;
