package dev.roadcase.app.status;

import dev.roadcase.app.box.Box;
import dev.roadcase.core.auth.Staleness;
import dev.roadcase.core.auth.Tokens;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Revocations;
import java.time.Duration;
import java.util.Optional;

/**
 * What this box knows of revocations, how old that is, and what follows.
 *
 * <p>The doors take tokens that this box has issued and no others, and every revocation of those is
 * a fact of its own journal: the oldest word that they rely on is no age at all, cut off or not.
 * Whoever lets them take another box's tokens takes the age of that box's list into {@link #age}.
 *
 * @param age of the oldest word that the doors rely on
 * @param row of the table that counts at that age
 * @param elsewhere how long a token of this box that were revoked now could be taken for a living
 *     one where nobody hears of it: what is left of the one that ends last
 * @param list number of the status list, and how many tokens stand on it as dead
 * @param keys which keys of kits the fleet has revoked, as the pack that counts has it
 */
public record RevocationNews(
    Duration age, Staleness.Row row, Duration elsewhere, TokenList list, Optional<KeyList> keys) {

  /** The status list as it is now. */
  public record TokenList(long number, int dead) {}

  /**
   * The show's list of revoked kits' keys.
   *
   * @param issued epoch seconds, by the crew's clock
   * @param age by the best guess of both clocks
   */
  public record KeyList(long number, int keys, long issued, Duration age) {}

  static RevocationNews of(Box box, Staleness table, Now now) {
    Tokens tokens = box.auth().tokens();
    Duration age = Duration.ZERO;
    return new RevocationNews(
        age,
        table.at(age),
        tokens.bounds(now).values().stream().max(Duration::compareTo).orElse(Duration.ZERO),
        new TokenList(tokens.epoch().list(), tokens.revoked().cardinality()),
        box.catalogue().published().map(Pack::revocations).flatMap(list -> keys(list, now)));
  }

  /** Nothing before the first one was made. */
  private static Optional<KeyList> keys(Revocations list, Now now) {
    Duration age = Duration.ofMillis(Math.max(0, now.wall() - list.issued().toEpochMilli()));
    return list.number() == 0
        ? Optional.empty()
        : Optional.of(
            new KeyList(list.number(), list.revoked().size(), list.issued().getEpochSecond(), age));
  }
}
