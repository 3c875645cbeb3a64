/**
 * When a box may go: be unplugged where it stands, or be struck with the show and carried away.
 *
 * <p>Promises an answer with its reasons, from what the box knows about itself, and never a yes by
 * default. A room of its own because nobody else's subject holds both halves: unplugging is about
 * the journal and open holds, striking about what upstream has taken. The words for the crew are
 * left to {@code app.screens}, those for machines to {@code app.http}.
 */
@NullMarked
package dev.roadcase.core.departure;

import org.jspecify.annotations.NullMarked;
