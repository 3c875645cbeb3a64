package dev.roadcase.console.upstream;

import java.util.HashMap;
import java.util.Map;

/**
 * How much of each kit our broker has taken and the database not yet. What is beyond the bound is
 * refused at the broker, so that one kit can fill neither the memory nor the queue that all share;
 * its box keeps it and sends it again. Safe for use by several threads.
 */
final class KitBacklog {
  /** Octets of payload and topic of one kit, on their way from the broker to the database. */
  static final long OCTETS_MAX = 8L << 20;

  /** Messages of one kit, likewise. */
  static final int MESSAGES_MAX = 4_096;

  private static final class Load {
    private long octets;
    private int messages;
  }

  private final Map<String, Load> senders = new HashMap<>();
  private boolean counting;

  /**
   * What a message counts for: its kit's deltas, or its kit's state, so that a kit whose deltas
   * have no room can still say that it is there.
   */
  static String sender(String topic) {
    String kit = Arrival.kit(topic);
    return topic.endsWith("/state") && topic.split("/", -1).length == 5 ? kit + "/state" : kit;
  }

  /** From here on somebody takes what the broker is sent; before, the broker drops it. */
  synchronized void begin() {
    counting = true;
  }

  /** Counts a message in, unless its kit has too much on the way already. */
  synchronized boolean admit(String sender, int octets) {
    if (!counting) {
      return true;
    }
    Load load = senders.computeIfAbsent(sender, k -> new Load());
    if (load.messages >= MESSAGES_MAX || load.octets + octets > OCTETS_MAX) {
      return false;
    }
    load.messages++;
    load.octets += octets;
    return true;
  }

  /**
   * Counts a message out. One that was never counted in, over the listener without TLS, or that the
   * broker hands over twice, leaves nothing below zero.
   */
  synchronized void settled(String sender, int octets) {
    Load load = senders.get(sender);
    if (load == null) {
      return;
    }
    load.messages--;
    load.octets -= octets;
    if (load.messages <= 0 || load.octets <= 0) {
      senders.remove(sender);
    }
  }
}
