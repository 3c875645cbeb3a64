package dev.roadcase.wire.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.UpstreamEpoch;
import dev.roadcase.core.queue.Ack;
import dev.roadcase.core.queue.SequenceSet;
import dev.roadcase.wire.event.AckRefused.Why;
import dev.roadcase.wire.event.UpstreamAck.Covered;
import dev.roadcase.wire.event.UpstreamAck.Stated;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SignedAckTest {
  private static final SigningKey UPSTREAM = SigningKey.make(new SecureRandom());

  private static final UpstreamAck ACK =
      new UpstreamAck(
          Events.KIT,
          Events.LIFE,
          UpstreamEpoch.of(7),
          Map.of(
              DeltaClass.P0,
              new Stated(
                  new Covered(2000, List.of()),
                  List.of(new Range(8, 9)),
                  new MultisetHash(1, 2, 3, 4)),
              DeltaClass.P3,
              new Stated(
                  new Covered(0, List.of(new Range(2, 2), new Range(4, 900))),
                  List.of(),
                  MultisetHash.EMPTY)),
          1_795_340_000_000L);

  @Test
  void whatUpstreamSignsTheBoxReads() {
    UpstreamAck back = verify(SignedAck.sign(UPSTREAM, "upstream", ACK)).value();

    assertEquals(ACK, back);
    assertTrue(back.of(DeltaClass.P3).has(900));
    assertFalse(back.of(DeltaClass.P3).has(3));
    assertFalse(back.of(DeltaClass.P3).has(901));
    assertEquals(900, back.of(DeltaClass.P3).last());
    assertEquals(Covered.NOTHING, back.of(DeltaClass.P1));
  }

  @Test
  void anotherKeyOrATouchedTextIsABadSignature() {
    String other = SignedAck.sign(SigningKey.make(new SecureRandom()), "upstream", ACK);
    assertRefused(Why.BAD_SIGNATURE, other);

    String good = SignedAck.sign(UPSTREAM, "upstream", ACK);
    int at = good.indexOf('.') + 12;
    char c = good.charAt(at) == 'A' ? 'B' : 'A';
    assertRefused(Why.BAD_SIGNATURE, good.substring(0, at) + c + good.substring(at + 1));
  }

  @Test
  void garbageIsRefusedByName() {
    for (String garbage :
        List.of("", "ok", "a.b.c", "{}", "\u0000".repeat(100), "x".repeat(100_000), "..")) {
      assertRefused(Why.GARBAGE, garbage);
    }
    assertRefused(Why.GARBAGE, CompactJws.sign(UPSTREAM, "sale+jwt", "upstream", new byte[] {'1'}));
    for (String payload :
        List.of(
            "1",
            "{}",
            "{\"kit\":\"kit-4\"}",
            json("\"p0\":17"),
            json("\"p0\":{\"prefix\":\"5\",\"ranges\":[]}"),
            json("\"p0\":{\"prefix\":5.5,\"ranges\":[]}"),
            json("\"p0\":{\"prefix\":9007199254740992,\"ranges\":[]}"),
            json("\"p0\":{\"prefix\":5,\"sum\":\"" + MultisetHash.EMPTY + "\"}"),
            json("\"p0\":{\"prefix\":5,\"ranges\":[7]}"))) {
      assertRefused(Why.GARBAGE, signed(payload));
    }
  }

  @Test
  void anotherKitsAndAnEarlierLifesAreToldApart() {
    String good = SignedAck.sign(UPSTREAM, "upstream", ACK);
    AckRefused kit =
        assertThrows(
            AckRefused.class,
            () -> SignedAck.verify(good, UPSTREAM.publicKey(), new KitId("kit-5"), Events.LIFE));
    assertEquals(Why.OTHER_KIT, kit.why());
    AckRefused life =
        assertThrows(
            AckRefused.class,
            () -> SignedAck.verify(good, UPSTREAM.publicKey(), Events.KIT, Incarnation.born(1, 2)));
    assertEquals(Why.OTHER_INCARNATION, life.why());
  }

  @Test
  void rangesAscendAndStandApart() {
    for (String disorder :
        List.of(
            "{\"prefix\":-1,\"ranges\":[]}",
            "{\"prefix\":5,\"ranges\":[{\"from\":6,\"to\":7}]}",
            "{\"prefix\":5,\"ranges\":[{\"from\":5,\"to\":7}]}",
            "{\"prefix\":0,\"ranges\":[{\"from\":1,\"to\":7}]}",
            "{\"prefix\":0,\"ranges\":[{\"from\":0,\"to\":7}]}",
            "{\"prefix\":5,\"ranges\":[{\"from\":9,\"to\":8}]}",
            "{\"prefix\":5,\"ranges\":[{\"from\":7,\"to\":8},{\"from\":9,\"to\":9}]}",
            "{\"prefix\":5,\"ranges\":[{\"from\":7,\"to\":9},{\"from\":8,\"to\":12}]}",
            "{\"prefix\":5,\"ranges\":[{\"from\":20,\"to\":20},{\"from\":10,\"to\":10}]}")) {
      assertRefused(Why.DISORDER, signed(json("\"p2\":" + disorder)));
    }
  }

  @Test
  void ofManyRangesTheLowestAreNamed() {
    List<Range> many = LongStream.range(1, 3000).mapToObj(i -> new Range(3 * i, 3 * i)).toList();
    UpstreamAck ack =
        new UpstreamAck(
            Events.KIT, Events.LIFE, UpstreamEpoch.of(7), Map.of(DeltaClass.P3, stated(many)), 1);

    Covered back = verify(SignedAck.sign(UPSTREAM, "upstream", ack)).value().of(DeltaClass.P3);

    assertEquals(many.subList(0, SignedAck.RANGES_MAX), back.ranges());
    UpstreamAck summed =
        new UpstreamAck(
            Events.KIT, Events.LIFE, UpstreamEpoch.of(7), Map.of(DeltaClass.P1, stated(many)), 1);
    assertThrows(
        IllegalArgumentException.class, () -> SignedAck.sign(UPSTREAM, "upstream", summed));
  }

  @Test
  void anUpstreamThatSaysOnlyHowFarItHasGotIsTold() {
    String bare = "\"prefix\":5,\"ranges\":[]}";
    assertRefused(Why.OLD_UPSTREAM, signed(json("\"p0\":{" + bare)));
    assertRefused(
        Why.OLD_UPSTREAM, signed(json("\"p3\":{" + bare).replace("\"epoch\"", "\"era\"")));
    assertRefused(Why.GARBAGE, signed(json("\"p0\":{\"sum\":\"short\"," + bare)));
    assertRefused(
        Why.DISORDER,
        signed(
            json(
                "\"p0\":{\"sum\":\""
                    + MultisetHash.EMPTY
                    + "\",\"dead\":[{\"from\":3,\"to\":4},{\"from\":4,\"to\":4}],"
                    + bare)));
  }

  @Test
  void theBoxReadsItInItsOwnTerms() {
    Ack ack = SignedAck.claims(verify(SignedAck.sign(UPSTREAM, "upstream", ACK)), false).value();

    assertEquals(Events.LIFE, ack.incarnation());
    assertEquals(UpstreamEpoch.of(7), ack.epoch());
    assertEquals(1_795_340_000_000L, ack.issued());
    assertFalse(ack.live());
    assertEquals(SequenceSet.of(8, 9), ack.of(DeltaClass.P0).dead());
    assertEquals(1998, ack.of(DeltaClass.P0).held().size());
    assertEquals(new MultisetHash(1, 2, 3, 4), ack.of(DeltaClass.P0).sum());
    assertEquals(900, ack.of(DeltaClass.P3).covered().highest());
    assertEquals(SequenceSet.EMPTY, ack.of(DeltaClass.P1).covered());
  }

  private static Stated stated(List<Range> ranges) {
    return new Stated(new Covered(1, ranges), List.of(), MultisetHash.EMPTY);
  }

  private static String json(String classes) {
    return "{\"kit\":\"kit-4\",\"inc\":\""
        + Events.LIFE
        + "\",\"epoch\":\"0000000000000007\",\"issued\":1,\"classes\":{"
        + classes
        + "}}";
  }

  private static String signed(String payload) {
    return CompactJws.sign(
        UPSTREAM, SignedAck.TYP, "upstream", payload.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(Why why, String text) {
    AckRefused refused = assertThrows(AckRefused.class, () -> verify(text));
    assertEquals(why, refused.why(), refused.getMessage());
  }

  private static dev.roadcase.core.identity.Verified<UpstreamAck> verify(String text) {
    return SignedAck.verify(text, UPSTREAM.publicKey(), Events.KIT, Events.LIFE);
  }
}
