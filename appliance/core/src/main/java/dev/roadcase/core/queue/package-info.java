/**
 * What still has to go upstream, and in which order it goes.
 *
 * <p>{@link dev.roadcase.core.queue.Outbox} follows the journal and knows what upstream's database
 * has said it holds; {@link dev.roadcase.core.queue.Dispatcher} decides what leaves next, how much
 * may be on its way at once, and what is sent again. Promises that everything is delivered at least
 * once, that money does not wait behind bulk, and that nothing waits for ever. The bytes are left
 * to {@code wire}, the connection and the clock to {@code app.uplink}. See {@code docs/uplink.md}.
 */
@NullMarked
package dev.roadcase.core.queue;

import org.jspecify.annotations.NullMarked;
