package dev.roadcase.app.uplink;

import dev.roadcase.core.queue.Dispatcher;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is online: what this box says of itself, retained, and what upstream says of itself. Neither
 * is signed; both are for timing alone. Used by the uplink's thread.
 */
final class Presence {
  private static final Duration FAREWELL = Duration.ofSeconds(1);
  private static final long MEND_EVERY = Duration.ofSeconds(5).toNanos();
  private static final int STATE_MAX = 4_096;

  private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

  private final String ownTopic;
  private final String upstreamTopic;
  private final byte[] online;
  private final byte[] offline;
  private final Dispatcher dispatcher;
  private final Complaints complaints;
  private final LongSupplier nanos;
  private boolean upstreamHere;
  private long mendedAt;

  Presence(UplinkConfig config, Dispatcher dispatcher, Complaints complaints, LongSupplier nanos) {
    ownTopic = config.prefix() + MqttUplink.STATE_TOPIC;
    upstreamTopic = config.upstreamState();
    online = state(config, true);
    offline = state(config, false);
    this.dispatcher = dispatcher;
    this.complaints = complaints;
    this.nanos = nanos;
  }

  /** What the broker says of this box when it falls silent. */
  byte[] will() {
    return offline;
  }

  /**
   * Listens to upstream's state. A broker that is there may have no upstream behind it yet, or for
   * an hour; until that says that it is here, or acknowledges something, its silence says nothing.
   *
   * @return false where the broker has rules of its own and does not let us hear it
   */
  boolean followUpstream(Line line) throws InterruptedException, TimeoutException {
    try {
      line.subscribe(upstreamTopic, MqttUplink.GREETING);
      return true;
    } catch (Line.Unreachable e) {
      LOG.debug("{} is not heard: {}", upstreamTopic, e.getMessage());
      return false;
    }
  }

  /** Says that this box is online, and listens whether that is contradicted. */
  void greet(Line line) throws Line.Unreachable, InterruptedException, TimeoutException {
    line.retain(ownTopic, online, MqttUplink.GREETING);
    line.subscribe(ownTopic, MqttUplink.GREETING);
  }

  void sayGoodbye(Line line) throws InterruptedException {
    try {
      line.retain(ownTopic, offline, FAREWELL);
    } catch (Line.Unreachable | TimeoutException e) {
      LOG.debug("No goodbye: {}", e.getMessage());
    }
  }

  /**
   * The will of our own former connection came after our birth: some brokers send it when the
   * session is taken over. At most once in five seconds, in case two boxes believe to be this kit.
   */
  void hearOwn(Line line, byte[] payload) throws InterruptedException {
    long now = nanos.getAsLong();
    if (Arrays.equals(payload, offline) && now - mendedAt >= MEND_EVERY) {
      mendedAt = now;
      try {
        line.retain(ownTopic, online, MqttUplink.GREETING);
      } catch (Line.Unreachable | TimeoutException e) {
        complaints.about("state", "The state could not be mended: " + e.getMessage(), now);
      }
    }
  }

  void hearUpstream(byte[] payload) {
    if (payload.length == 0 || payload.length > STATE_MAX) {
      return;
    }
    try {
      upstreamIsHere(Json.object(payload, "upstream's state").truth("online"));
    } catch (Malformed e) {
      LOG.debug("upstream's state cannot be read: {}", e.getMessage());
    }
  }

  boolean upstreamIsHere() {
    return upstreamHere;
  }

  void upstreamIsHere(boolean here) {
    upstreamHere = here;
    dispatcher.upstream(here, nanos.getAsLong());
  }

  private static byte[] state(UplinkConfig config, boolean online) {
    return Json.bytes(
        Json.MAPPER
            .createObjectNode()
            .put("online", online)
            .put("incarnation", config.incarnation().value())
            .put("release", config.release()));
  }
}
