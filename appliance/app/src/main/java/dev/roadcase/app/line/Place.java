package dev.roadcase.app.line;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A connection's place in the house. Any thread. */
public final class Place {
  /** Octets that a request by HTTP/2 may weigh until its answer is taken, the answer left out. */
  static final int STREAM_OCTETS = 25 * 1_024;

  private final Places places;

  /** Octets that are in memory for this connection. */
  private final AtomicLong held = new AtomicLong();

  private final String address;
  private final Runnable close;
  private volatile long since;
  private volatile boolean asking;
  private volatile boolean known;
  private boolean left;

  Place(Places places, String address, Runnable close, long now) {
    this.places = places;
    this.address = address;
    this.close = close;
    this.since = now;
  }

  /**
   * Room for one more request by HTTP/2 beside those that are under way. A connection that has
   * shown a token always has it. So has a request that shows one itself: strangers who take all the
   * room leave a device its first request.
   *
   * @param shows whether the request shows that it is one of ours; asked only when there is no
   *     room, as the answer takes a signature
   */
  Octets.Room streamBegins(BooleanSupplier shows) {
    if (known) {
      return Octets.Room.GRANTED;
    }
    Octets.Room room = places.streams().take(address, 1);
    if (room.refusal() == null) {
      room = streamComes(room);
    }
    return room.refusal() != null && shows.getAsBoolean() ? Octets.Room.GRANTED : room;
  }

  /** A request by HTTP/2 has its turn; the octets are those of {@link #streamBegins}. */
  Octets.Room streamComes(Octets.Room turn) {
    Octets.Room octets = places.octets().takeInAll(address, STREAM_OCTETS, held);
    if (octets.refusal() == null) {
      return octets.with(turn);
    }
    turn.giveBack();
    return octets;
  }

  /**
   * A request by HTTP/2 waits until fewer of its address are under way.
   *
   * @param comes is told its room, or that there is none, on whatever thread
   */
  Octets.Turn streamInTurn(Consumer<Octets.Room> comes) {
    return places.streams().inTurn(address, 1, new AtomicLong(), comes);
  }

  /** Room for what a request weighs that waits for its turn. */
  Octets.Room waits(int weight) {
    return places.waiting().take(address, weight, held);
  }

  /** A whole request came in and waits for its answer. */
  void asks() {
    since = places.now();
    asking = true;
  }

  /** Nobody waits for an answer. */
  void rests() {
    since = places.now();
    asking = false;
  }

  /** It has shown that it is one of ours: it is never closed to make room. */
  void recognise() {
    known = true;
  }

  /**
   * Room for octets that are in memory for this connection alone: an answer that was made for it,
   * or a body that it is sending. A device that has shown its token has room beside the strangers'.
   *
   * @return the room, to be given back; or why there is none
   */
  Octets.Room room(int wanted) {
    return known ? Octets.Room.GRANTED : places.octets().take(address, wanted, held);
  }

  /** As {@link #room}, when what its address has under way leaves some. */
  Octets.Turn roomInTurn(int wanted, Consumer<Octets.Room> comes) {
    return places.octets().inTurn(address, wanted, held, comes);
  }

  /** The connection is gone. */
  void leave() {
    places.leave(this);
  }

  String address() {
    return address;
  }

  /** How long it has been as it is, nanoseconds. */
  long age(long now) {
    return now - since;
  }

  /** Octets that are in memory for it, of those that are counted. */
  long held() {
    return held.get();
  }

  boolean asking() {
    return asking;
  }

  boolean known() {
    return known;
  }

  void close() {
    close.run();
  }

  /** True the first time. Under the lock of {@link Places}. */
  boolean leaveOnce() {
    boolean first = !left;
    left = true;
    return first;
  }
}
