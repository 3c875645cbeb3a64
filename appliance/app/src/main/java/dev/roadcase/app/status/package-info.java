/**
 * What the box knows about itself, gathered from published state: for {@code /box}, for the crew
 * panel, for the service manager.
 *
 * <p>Promises to show and never to guess: what is not known is said to be unknown. Changes nothing,
 * and leaves to {@code app.screens} how it looks.
 */
@NullMarked
package dev.roadcase.app.status;

import org.jspecify.annotations.NullMarked;
