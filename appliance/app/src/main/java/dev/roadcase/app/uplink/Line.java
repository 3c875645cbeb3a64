package dev.roadcase.app.uplink;

import dev.roadcase.wire.event.EventMessage;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * One connection to the broker, from CONNACK to its end; never revived. Everything that comes from
 * the other side is put into the mailbox that it was opened with.
 */
interface Line {
  /** What came from the other side. */
  sealed interface Heard {
    /** PUBACK for a parcel. */
    record Confirmed(Line line, long parcel) implements Heard {}

    /** PUBACK with a reason code of 0x80 or above, or the client would not send it. */
    record Refused(Line line, long parcel, String why) implements Heard {}

    /**
     * Something on a topic that was subscribed to.
     *
     * @param live whether it was said while we listened; else the broker had retained it
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
    record Message(Line line, String topic, byte[] payload, boolean live) implements Heard {}

    /** The connection has ended. */
    record Closed(Line line, String why) implements Heard {}

    /** Nothing was heard, but there is something to look at. */
    record Woken(boolean knock) implements Heard {}
  }

  /** Opens lines. */
  interface Maker {
    /**
     * Connects with a clean start.
     *
     * @param heard where everything goes that comes; must not block
     * @throws Unreachable when there is no CONNACK that says yes within the deadline
     */
    Line connect(java.util.function.Consumer<Heard> heard, Duration deadline)
        throws Unreachable, InterruptedException;
  }

  /** PUBLISHes that the broker takes without a PUBACK. */
  int mostParcels();

  /** The largest packet that the broker takes, in bytes. */
  int mostBytes();

  /** Subscribes with QoS 1; retained messages follow. */
  void subscribe(String topic, Duration deadline)
      throws Unreachable, InterruptedException, TimeoutException;

  /** Publishes with QoS 1 and the retained flag, and waits for the PUBACK. */
  void retain(String topic, byte[] payload, Duration deadline)
      throws Unreachable, InterruptedException, TimeoutException;

  /** Publishes with QoS 1; what becomes of it is heard. */
  void publish(long parcel, EventMessage message);

  /** Says goodbye if it can, without waiting for it. */
  void close();

  /** Upstream's broker cannot be reached, or will not have us. */
  final class Unreachable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreachable(String why, Throwable cause) {
      super(why, cause);
    }
  }
}
