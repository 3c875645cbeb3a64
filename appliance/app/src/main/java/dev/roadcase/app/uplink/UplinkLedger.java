package dev.roadcase.app.uplink;

import dev.roadcase.core.queue.Ack;
import dev.roadcase.core.queue.CheckedAck;
import dev.roadcase.core.queue.UplinkFact.SetBackFound;

/** Where upstream's word is written down: the writer's mailbox. */
public interface UplinkLedger {
  /**
   * Hands in the latest ack that was held against the box's own facts and says something new, at
   * most once a second. It, or a later one, is handed in again until the outbox holds it. Must not
   * block.
   */
  void acknowledged(CheckedAck ack);

  /**
   * Upstream has what this box has not. Handed in again until it is written down. Must not block.
   */
  void setBack(SetBackFound evidence);

  /** Every ack that is believed, as it is heard: it is signed, and says when. Must not block. */
  default void heard(Ack ack) {}
}
