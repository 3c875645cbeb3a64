package dev.roadcase.core.auth;

import dev.roadcase.core.auth.TokenFact.TokensRefused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns refusals into few facts: the first of a kind at once, those that follow within a minute as
 * one number. Somebody who knocks a thousand times a second writes two lines a minute. For use by
 * several threads.
 */
public final class RefusalBook {
  static final Duration MINUTE = Duration.ofMinutes(1);

  /** Kinds that are told apart; further ones are counted under {@link #OTHERS}. */
  static final int KINDS = 256;

  static final String OTHERS = "other";

  private record Kind(String reason, String device) {}

  private static final class Count {
    private final long since;
    private long more;

    Count(long since) {
      this.since = since;
    }
  }

  private final Map<Kind, Count> counts = new LinkedHashMap<>();

  /**
   * Somebody was refused.
   *
   * @param device whose token it was, "" when unknown
   * @param nanos monotonic
   * @return the fact to write down now, if it is the first of its kind in this minute
   */
  public synchronized Optional<TokensRefused> note(String reason, String device, long nanos) {
    Kind kind = new Kind(reason, device);
    if (!counts.containsKey(kind) && counts.size() >= KINDS) {
      kind = new Kind(OTHERS, "");
    }
    Count count = counts.get(kind);
    if (count != null) {
      count.more++;
      return Optional.empty();
    }
    counts.put(kind, new Count(nanos));
    return Optional.of(new TokensRefused(kind.reason(), kind.device(), 1));
  }

  /** The numbers of the minutes that are over. */
  public synchronized List<TokensRefused> due(long nanos) {
    List<TokensRefused> facts = new ArrayList<>();
    counts
        .entrySet()
        .removeIf(entry -> {
          Count count = entry.getValue();
          if (nanos - count.since < MINUTE.toNanos()) {
            return false;
          }
          if (count.more > 0) {
            facts.add(
                new TokensRefused(entry.getKey().reason(), entry.getKey().device(), count.more));
          }
          return true;
        });
    return facts;
  }
}
