package dev.roadcase.wire.event;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.auth.Verified;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.queue.Ack;
import dev.roadcase.core.queue.SequenceSet;
import dev.roadcase.wire.event.UpstreamAck.Covered;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.SigningKey;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Acknowledgements as upstream signs them: compact JWS, {@code typ} {@code ack+jwt}, about 500
 * characters.
 */
public final class SignedAck {
  /** The JWS type. */
  public static final String TYP = "ack+jwt";

  /**
   * Ranges of one class that one acknowledgement names; of more, the lowest. It then says less than
   * upstream has, which is true, and next time the prefix has moved.
   */
  public static final int RANGES_MAX = 256;

  private SignedAck() {}

  /**
   * Signs.
   *
   * @param kid names the key to people; verifying does not trust it
   */
  public static String sign(SigningKey key, String kid, UpstreamAck ack) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("kit", ack.kit().value());
    node.put("inc", ack.incarnation().value());
    node.put("issued", ack.issued());
    ObjectNode classes = node.putObject("classes");
    ack.classes()
        .forEach((deltaClass, covered) -> {
          ObjectNode one = classes.putObject(deltaClass.word()).put("prefix", covered.prefix());
          ArrayNode ranges = one.putArray("ranges");
          covered.ranges().stream()
              .limit(RANGES_MAX)
              .forEach(r -> ranges.addObject().put("from", r.from()).put("to", r.to()));
        });
    try {
      return CompactJws.sign(key, TYP, kid, Json.MAPPER.writeValueAsBytes(node));
    } catch (IOException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /**
   * Reads an acknowledgement that is meant for this life of this kit.
   *
   * <p>Whether it acknowledges what was never sent is for the caller to see, who knows what was:
   * {@link Covered#last()}.
   *
   * @throws AckRefused when it is anything else
   */
  public static Verified<UpstreamAck> verify(
      String text, PublicKey upstream, KitId kit, Incarnation incarnation) {
    CompactJws jws = parsed(text);
    if (!jws.signedBy(new Es256(upstream))) {
      throw new AckRefused(
          AckRefused.Why.BAD_SIGNATURE, "an acknowledgement that upstream's key did not sign");
    }
    UpstreamAck ack = read(jws.payload());
    if (!ack.kit().equals(kit)) {
      throw new AckRefused(
          AckRefused.Why.OTHER_KIT, "an acknowledgement for " + ack.kit() + ", not for " + kit);
    }
    if (!ack.incarnation().equals(incarnation)) {
      throw new AckRefused(
          AckRefused.Why.OTHER_INCARNATION,
          "an acknowledgement for incarnation " + ack.incarnation() + ", not for " + incarnation);
    }
    return new Verified<>(ack);
  }

  /** The same, in the terms of the box's own books. */
  public static Verified<Ack> claims(Verified<UpstreamAck> verified) {
    Map<DeltaClass, SequenceSet> classes = new EnumMap<>(DeltaClass.class);
    verified
        .value()
        .classes()
        .forEach((deltaClass, covered) ->
            classes.put(deltaClass, new SequenceSet(covered.prefix(), covered.ranges())));
    return new Verified<>(new Ack(verified.value().incarnation(), classes));
  }

  private static CompactJws parsed(String text) {
    try {
      return CompactJws.parse(text, TYP);
    } catch (Malformed e) {
      throw new AckRefused(AckRefused.Why.GARBAGE, "no acknowledgement: " + e.getMessage());
    }
  }

  private static UpstreamAck read(byte[] payload) {
    try {
      Fields fields = Json.object(payload, "an acknowledgement");
      KitId kit = fields.as("kit", KitId::new);
      Incarnation incarnation = fields.as("inc", Incarnation::new);
      long issued = fields.whole("issued");
      Fields classes = fields.object("classes");
      Map<DeltaClass, Covered> covered = new EnumMap<>(DeltaClass.class);
      for (DeltaClass deltaClass : DeltaClass.values()) {
        if (classes.has(deltaClass.word())) {
          covered.put(deltaClass, covered(classes.object(deltaClass.word())));
        }
      }
      return new UpstreamAck(kit, incarnation, covered, issued);
    } catch (Malformed e) {
      throw new AckRefused(AckRefused.Why.GARBAGE, String.valueOf(e.getMessage()));
    }
  }

  private static Covered covered(Fields fields) {
    long prefix = fields.whole("prefix");
    List<Range> ranges = fields.list("ranges", SignedAck::range);
    try {
      return new Covered(prefix, ranges);
    } catch (IllegalArgumentException e) {
      throw new AckRefused(AckRefused.Why.DISORDER, "an acknowledgement: " + e.getMessage());
    }
  }

  private static Range range(Fields fields) {
    long from = fields.whole("from");
    long to = fields.whole("to");
    try {
      return new Range(from, to);
    } catch (IllegalArgumentException e) {
      throw new AckRefused(AckRefused.Why.DISORDER, "an acknowledgement: " + e.getMessage());
    }
  }
}
