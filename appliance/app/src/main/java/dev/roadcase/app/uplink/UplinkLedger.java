package dev.roadcase.app.uplink;

import dev.roadcase.core.auth.Verified;
import dev.roadcase.core.queue.Ack;

/** Where upstream's word is written down: the writer's mailbox. */
@FunctionalInterface
public interface UplinkLedger {
  /**
   * Hands in the latest verified ack that says something new, at most once a second; each says all
   * that those before it said. It, or a later one, is handed in again until the outbox holds it.
   * Must not block.
   */
  void acknowledged(Verified<Ack> ack);

  /**
   * Every verified ack as it is heard, if it claims nothing that was not given out: it is signed,
   * and says when. Must not block.
   *
   * @param issued when upstream signed it, epoch milliseconds
   */
  default void heard(Verified<Ack> ack, long issued) {}
}
