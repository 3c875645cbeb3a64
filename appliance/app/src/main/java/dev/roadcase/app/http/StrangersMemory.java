package dev.roadcase.app.http;

import dev.roadcase.app.line.Bodies;
import dev.roadcase.app.line.Octets;

/**
 * How much of the heap all strangers together may have the box hold, over both doors and both
 * protocols. It follows from the heap that the catalogue and the books have left: sums that were
 * chosen one by one have ended a box (docs/decisions/0177).
 *
 * @param held octets of answers that nobody takes, of requests under way and of what waits
 * @param bodies octets of bodies that are coming
 */
public record StrangersMemory(long held, long bodies) {
  private static final long MIB = 1 << 20;

  /** Below it a single page of the catalogue and a few requests would find no room. */
  static final long LEAST = 8 * MIB;

  static final long MOST = 48 * MIB;

  /** One address has that part of either. */
  private static final int SHARE = 4;

  /** A part of what is held is for requests that wait until others of their address are done. */
  private static final int WAITING = 5;

  /**
   * A third of what is free: two thirds are for the box's own work, for the copies that TLS makes,
   * and for what a collection has not taken back yet. Of it a quarter is for bodies.
   *
   * @param max octets that the heap may have
   * @param used octets of it that are in use when the doors open
   */
  public static StrangersMemory of(long max, long used) {
    long all = Math.clamp((max - used) / 3, LEAST, MOST);
    return new StrangersMemory(all / 4 * 3, all / 4);
  }

  /** As {@link #of}, of this process, now. */
  public static StrangersMemory ofThisProcess() {
    Runtime runtime = Runtime.getRuntime();
    return of(runtime.maxMemory(), runtime.totalMemory() - runtime.freeMemory());
  }

  public Octets heldOctets() {
    long underWay = held - held / WAITING;
    return new Octets(underWay, underWay / SHARE);
  }

  /** Whoever waits is in nobody's way but those who wait: one address may have most of it. */
  public Octets waitingOctets() {
    return new Octets(held / WAITING, held / WAITING / 4 * 3);
  }

  public Bodies comingBodies() {
    return new Bodies(bodies, bodies / SHARE);
  }
}
