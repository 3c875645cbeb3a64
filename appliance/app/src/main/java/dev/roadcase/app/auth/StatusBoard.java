package dev.roadcase.app.auth;

import dev.roadcase.app.clock.Clock;
import dev.roadcase.core.auth.Tokens;
import dev.roadcase.core.fact.Now;
import dev.roadcase.wire.token.IssuerUrl;
import dev.roadcase.wire.token.StatusList;
import java.time.Duration;
import java.util.BitSet;
import java.util.function.Supplier;

/**
 * The status list, signed when it has changed or grown old, at most once for each. Any thread may
 * ask.
 */
public final class StatusBoard {
  /** After so long a verifier should ask again, where nothing is pushed to it. */
  public static final Duration TTL = Duration.ofSeconds(10);

  /** A list is signed anew after that, changed or not. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  /** Whoever still has it after that has none. */
  private static final Duration LIFE = Duration.ofHours(24);

  /**
   * A signed list.
   *
   * @param seq rises with every change
   */
  public record Posted(long seq, long lowestAlive, long signedAt, String jwt) {}

  private final Supplier<IssuerUrl> issuer;
  private final Tokens tokens;
  private final IssuerKeys keys;
  private final Clock clock;
  private volatile Posted posted = new Posted(-1, -1, 0, "");

  /** A board for the tokens of an issuer. */
  public StatusBoard(Supplier<IssuerUrl> issuer, Tokens tokens, IssuerKeys keys, Clock clock) {
    this.issuer = issuer;
    this.tokens = tokens;
    this.keys = keys;
    this.clock = clock;
  }

  /** The list as it is now. */
  public Posted now() {
    Posted last = posted;
    return upToDate(last, clock.now()) ? last : signed();
  }

  /** Whether a list says what is so now, of the dead as well as of the generations. */
  public boolean stands(Posted list) {
    Tokens.Epoch epoch = tokens.epoch();
    return list.seq() == epoch.list() && list.lowestAlive() == epoch.lowestAlive(clock.now());
  }

  /** For how long yet the generation before the present one is alive; zero when it is dead. */
  public Duration graceLeft() {
    return tokens.epoch().graceLeft(clock.now());
  }

  private boolean upToDate(Posted last, Now now) {
    Tokens.Epoch epoch = tokens.epoch();
    return last.seq() == epoch.list()
        && last.lowestAlive() == epoch.lowestAlive(now)
        && now.monotonic() - last.signedAt() < FRESH.toNanos();
  }

  private synchronized Posted signed() {
    Now now = clock.now();
    if (upToDate(posted, now)) {
      return posted;
    }
    Tokens.Epoch epoch;
    BitSet dead;
    do {
      epoch = tokens.epoch();
      dead = tokens.revoked();
      // One number stands for one set of bits.
    } while (tokens.epoch().list() != epoch.list());
    long seconds = now.wall() / 1000;
    StatusList list =
        new StatusList(
            new StatusList.Head(
                issuer.get().statusList(),
                seconds,
                seconds + LIFE.toSeconds(),
                TTL.toSeconds(),
                epoch.list(),
                epoch.lowestAlive(now)),
            dead);
    posted =
        new Posted(
            epoch.list(), epoch.lowestAlive(now), now.monotonic(), list.signedBy(keys.present()));
    return posted;
  }
}
