package dev.roadcase.wire.event;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.fact.FactEnvelope;
import dev.roadcase.wire.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A delta: one fact, reading or note about sequences, on its way upstream. What a CloudEvent says,
 * and nothing about how it is packed.
 *
 * @param id unique in the fleet for ever: {@code kit/incarnation/site/seq} for a fact, {@code
 *     kit/incarnation/p3/seq} for telemetry
 * @param epochMillis when it happened by the box's best guess; RFC 3339 on the wire
 * @param deltaClass the class in which it travels
 * @param seq within the class of this incarnation, 1 … 2^53-1
 * @param key what it is about: events of one class and key stay in order
 * @param body one JSON object, exactly as it was first written
 */
public record DeltaEvent(
    String id,
    Source source,
    EventType type,
    long epochMillis,
    DeltaClass deltaClass,
    long seq,
    Hlc hlc,
    Mode mode,
    String key,
    String body) {

  /** The greatest sequence: every JSON parser keeps it whole. */
  public static final long SEQ_MAX = (1L << 53) - 1;

  /** The end of the year 9999, after which RFC 3339 has no way to write a time. */
  public static final long EPOCH_MILLIS_MAX = 253_402_300_799_999L;

  private static final int TEXT_MAX = 200;

  /** Refuses what could not be told apart, ordered or written as a CloudEvent. */
  public DeltaEvent {
    if (!id.startsWith(source.kit() + "/" + source.incarnation() + "/")) {
      throw new IllegalArgumentException("an event's id begins with its source's kit/incarnation/");
    }
    plain("id", id);
    plain("key", key);
    if (seq < 1 || seq > SEQ_MAX) {
      throw new IllegalArgumentException("a sequence is 1 to 2^53-1, not " + seq);
    }
    if (epochMillis < 0 || epochMillis > EPOCH_MILLIS_MAX) {
      throw new IllegalArgumentException("a time is from 1970 to 9999");
    }
  }

  /**
   * The delta that a journalled fact is, all of it as it was stored: what a fact is, on the wire
   * and in a sum, follows from its stored bytes alone. It goes upstream too when this release does
   * not know its type.
   *
   * @param fact its stored bytes
   * @param incarnation under which the box lives now; the fact's own may be a former one
   * @throws IllegalArgumentException when the fact never leaves its box
   */
  public static DeltaEvent of(byte[] fact, FleetId fleet, Incarnation incarnation) {
    FactEnvelope stored = FactEnvelope.of(fact);
    DeltaClass deltaClass =
        stored
            .deltaClass()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "a fact of type " + stored.word() + " does not go upstream"));
    return new DeltaEvent(
        stored.kit() + "/" + incarnation + "/" + stored.chain().word() + "/" + stored.seq(),
        new Source(fleet, stored.kit(), incarnation),
        new EventType(stored.word(), stored.version()),
        stored.now().wall(),
        deltaClass,
        stored.classSeq(),
        stored.hlc(),
        stored.mode(),
        stored.key(),
        stored.body());
  }

  /**
   * A reading or a log line, always p3; its HLC is the wall time's.
   *
   * @param name 1 to 64 lower-case letters, digits and hyphens
   * @param json one JSON object
   * @throws IllegalArgumentException when {@code json} is anything else
   */
  public static DeltaEvent telemetry(
      KitId kit,
      Incarnation incarnation,
      FleetId fleet,
      long seq,
      String name,
      String key,
      long epochMillis,
      Mode mode,
      String json) {
    Json.object(json.getBytes(StandardCharsets.UTF_8), "telemetry");
    return new DeltaEvent(
        kit + "/" + incarnation + "/p3/" + seq,
        new Source(fleet, kit, incarnation),
        EventType.telemetry(name),
        epochMillis,
        DeltaClass.P3,
        seq,
        new Hlc(epochMillis << 16),
        mode,
        key,
        json);
  }

  /**
   * A range record: {@code closed}'s sequences will never come, and this stands for them. Its own
   * sequence is the last that it closes; its id follows from what it says.
   */
  public static DeltaEvent closing(
      Source source,
      DeltaClass deltaClass,
      SequencesClosed closed,
      long epochMillis,
      Hlc hlc,
      Mode mode) {
    String body = closed.json();
    String name = Hash.of(body.getBytes(StandardCharsets.US_ASCII)).value().substring(0, 16);
    return new DeltaEvent(
        source.kit() + "/" + source.incarnation() + "/" + deltaClass.word() + "/closed-" + name,
        source,
        EventType.SEQUENCES_CLOSED,
        epochMillis,
        deltaClass,
        closed.last(),
        hlc,
        mode,
        "sequences/" + deltaClass.word(),
        body);
  }

  /** Which sequences this event stands for: its own, or all that it closes. */
  public List<Range> covers() {
    return type.equals(EventType.SEQUENCES_CLOSED)
        ? SequencesClosed.parse(body).ranges()
        : List.of(new Range(seq, seq));
  }

  /**
   * What this event is, wherever it stands: SHA-256 over all that it says but {@code id} and {@code
   * source}, which name the incarnation. {@code docs/set-back.md} has the form.
   */
  public Hash digest() {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(body.length() + 256);
    for (String part :
        List.of(
            deltaClass.word(),
            Long.toString(seq),
            type.toString(),
            Long.toString(epochMillis),
            Long.toString(hlc.value()),
            mode.word(),
            key,
            body)) {
      byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
      octets.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
      octets.writeBytes(utf8);
    }
    return Hash.of(octets.toByteArray());
  }

  private static void plain(String what, String text) {
    if (text.isEmpty()
        || text.length() > TEXT_MAX
        || text.codePoints().anyMatch(c -> Character.isISOControl(c) || isLoneSurrogate(c))) {
      throw new IllegalArgumentException(
          "an event's " + what + " is 1 to " + TEXT_MAX + " printable characters");
    }
  }

  private static boolean isLoneSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
