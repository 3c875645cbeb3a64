package dev.roadcase.wire.event;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.UpstreamEpoch;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.queue.Ack;
import dev.roadcase.core.queue.Holding;
import dev.roadcase.core.queue.SequenceSet;
import dev.roadcase.wire.event.UpstreamAck.Covered;
import dev.roadcase.wire.event.UpstreamAck.Stated;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.SigningKey;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Acknowledgements as upstream signs them: compact JWS, {@code typ} {@code ack+jwt}, about 700
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

  /** Ranges of dead letters of one class that one acknowledgement names. */
  public static final int DEAD_MAX = 128;

  private SignedAck() {}

  /**
   * Signs. Of p2 and p3, more than {@link #RANGES_MAX} ranges are left out.
   *
   * @param kid names the key to people; verifying does not trust it
   * @throws IllegalArgumentException when p0 or p1 have more: their sum would be of others
   */
  public static String sign(SigningKey key, String kid, UpstreamAck ack) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("kit", ack.kit().value());
    node.put("inc", ack.incarnation().value());
    node.put("epoch", ack.epoch().value());
    node.put("issued", ack.issued());
    ObjectNode classes = node.putObject("classes");
    ack.classes()
        .forEach((deltaClass, stated) ->
            write(classes.putObject(deltaClass.word()), deltaClass, stated));
    return CompactJws.sign(key, TYP, kid, Json.bytes(node));
  }

  private static void write(ObjectNode node, DeltaClass deltaClass, Stated stated) {
    node.put("prefix", stated.covered().prefix());
    List<Range> ranges = stated.covered().ranges();
    if (Holding.isSummed(deltaClass)) {
      if (ranges.size() > RANGES_MAX || stated.dead().size() > DEAD_MAX) {
        throw new IllegalArgumentException("an acknowledgement of p0 or p1 names all that it sums");
      }
      node.put("sum", stated.sum().toString());
      if (!stated.dead().isEmpty()) {
        write(node.putArray("dead"), stated.dead());
      }
    }
    write(node.putArray("ranges"), ranges.subList(0, Math.min(ranges.size(), RANGES_MAX)));
  }

  private static void write(ArrayNode node, List<Range> ranges) {
    ranges.forEach(r -> node.addObject().put("from", r.from()).put("to", r.to()));
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

  /**
   * The same, in the terms of the box's own books.
   *
   * @param live whether it was said while the box listened; else the broker had retained it
   */
  public static Verified<Ack> claims(Verified<UpstreamAck> verified, boolean live) {
    UpstreamAck said = verified.value();
    Map<DeltaClass, Holding> classes = new EnumMap<>(DeltaClass.class);
    said.classes()
        .forEach((deltaClass, stated) ->
            classes.put(
                deltaClass,
                new Holding(
                    new SequenceSet(stated.covered().prefix(), stated.covered().ranges()),
                    SequenceSet.of(stated.dead()),
                    stated.sum())));
    return new Verified<>(new Ack(said.incarnation(), said.epoch(), said.issued(), live, classes));
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
      need(fields, "epoch");
      Map<DeltaClass, Stated> stated = new EnumMap<>(DeltaClass.class);
      for (DeltaClass deltaClass : DeltaClass.values()) {
        if (classes.has(deltaClass.word())) {
          stated.put(deltaClass, stated(deltaClass, classes.object(deltaClass.word())));
        }
      }
      return new UpstreamAck(
          kit, incarnation, fields.as("epoch", UpstreamEpoch::new), stated, issued);
    } catch (Malformed e) {
      throw new AckRefused(AckRefused.Why.GARBAGE, String.valueOf(e.getMessage()));
    }
  }

  private static void need(Fields fields, String member) {
    if (!fields.has(member)) {
      throw new AckRefused(
          AckRefused.Why.OLD_UPSTREAM,
          "upstream is of an older release: it does not say which facts it has, only how far it"
              + " has got. Update upstream; this box keeps everything meanwhile");
    }
  }

  private static Stated stated(DeltaClass deltaClass, Fields fields) {
    long prefix = fields.whole("prefix");
    List<Range> ranges = fields.list("ranges", SignedAck::range);
    List<Range> dead = List.of();
    MultisetHash sum = MultisetHash.EMPTY;
    if (Holding.isSummed(deltaClass)) {
      need(fields, "sum");
      sum = fields.as("sum", MultisetHash::parse);
      dead = fields.has("dead") ? fields.list("dead", SignedAck::range) : dead;
    }
    try {
      return new Stated(new Covered(prefix, ranges), dead, sum);
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
