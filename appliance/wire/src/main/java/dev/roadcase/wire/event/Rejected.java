package dev.roadcase.wire.event;

import dev.roadcase.core.fact.DeltaClass;
import org.jspecify.annotations.Nullable;

/**
 * A message, or one element of a batch, that is no event.
 *
 * @param reason a sentence for whoever looks into it
 * @param bytes the whole payload, or the element's own; not to be modified
 * @param place where it would have stood, when that much could be read: it will not come again in a
 *     better form, so it counts as taken
 */
@SuppressWarnings("ArrayRecordComponent") // kept for a person to look at; compared by nobody
public record Rejected(String reason, byte[] bytes, @Nullable Place place) {

  /** One sequence of one class of one box. */
  public record Place(Source source, DeltaClass deltaClass, long seq) {
    /** Refuses a sequence that cannot be. */
    public Place {
      if (seq < 1 || seq > DeltaEvent.SEQ_MAX) {
        throw new IllegalArgumentException("a sequence is 1 to 2^53-1, not " + seq);
      }
    }
  }
}
