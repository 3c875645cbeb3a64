package dev.roadcase.wire.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Range;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventCodecTest {

  @Test
  void aSingleEventIsACloudEventInBinaryMode() {
    EventMessage message = EventCodec.single(Events.power(3, "{\"mains\":true}"));

    assertEquals("up/p2/power-changed", message.topic());
    assertEquals("application/json", message.contentType());
    assertEquals("{\"mains\":true}", new String(message.payload(), StandardCharsets.UTF_8));
    assertEquals(
        Map.of(
            "specversion", "1.0",
            "id", "kit-4/" + Events.LIFE + "/site/10",
            "source", "/acme/kit-4/" + Events.LIFE,
            "type", "dev.roadcase.power-changed.v1",
            "time", "2026-11-22T09:33:20.003Z",
            "subject", "power",
            "deltaclass", "p2",
            "sequence", "3",
            "hlc", Long.toString(1_795_340_000_003L << 16),
            "mode", "live"),
        message.userProperties());
  }

  @Test
  void numbersAreNotWrittenAnew() {
    String body = "{\"a\":1.0, \"b\":1e3,\t\"c\":12345678901234567890}";

    assertEquals(body, decode(EventCodec.single(Events.power(1, body))).events().getFirst().body());
    assertEquals(body, decode(batch(body, body)).events().getLast().body());
  }

  @Test
  void aBatchIsCompressedOnlyWhenThatIsSmaller() {
    EventMessage one = EventCodec.batch(LongStream.range(1, 9).mapToObj(this::reading).toList());

    assertEquals("zstd", one.userProperties().get("content-encoding"));
    assertTrue(one.payload().length < 8 * 100);
  }

  @Test
  void oneBadElementDoesNotLoseTheOthers() {
    for (String bad :
        List.of(
            "17",
            "null",
            "[]",
            "{}",
            "",
            "\"]\"",
            "{\"specversion\":\"1.0\"}",
            "{\"id\":01}",
            "{\"a\":1,\"a\":2}",
            "{'single':'quotes'}",
            "{\"deep\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}",
            "{\"\\u00ff\":\"\u0001\"}")) {
      byte[] payload =
          ("[" + element(1) + "," + bad + ",\n " + element(2) + "]")
              .getBytes(StandardCharsets.UTF_8);

      Decoded decoded = EventCodec.decode("up/p2/batch", EventCodec.BATCH_TYPE, Map.of(), payload);

      assertEquals(List.of(1L, 2L), decoded.events().stream().map(DeltaEvent::seq).toList(), bad);
      assertEquals(1, decoded.rejected().size(), bad);
    }
  }

  @Test
  void anElementThatIsNotUtf8DoesNotLoseTheOthers() {
    byte[] payload = ("[" + element(1) + "," + element(2) + "]").getBytes(StandardCharsets.UTF_8);
    payload[element(1).indexOf("live") + 1] = (byte) 0xff;

    Decoded decoded = EventCodec.decode("up/p2/batch", EventCodec.BATCH_TYPE, Map.of(), payload);

    assertEquals(2, decoded.events().getFirst().seq());
    assertEquals("an event is not UTF-8", decoded.rejected().getFirst().reason());
  }

  @Test
  void aBatchThatEndsEarlyKeepsWhatWasWhole() {
    String whole = "[" + element(1) + "," + element(2) + "]";
    byte[] payload = whole.substring(0, whole.length() - 20).getBytes(StandardCharsets.UTF_8);

    Decoded decoded = EventCodec.decode("up/p2/batch", EventCodec.BATCH_TYPE, Map.of(), payload);

    assertEquals(List.of(1L), decoded.events().stream().map(DeltaEvent::seq).toList());
    assertEquals(1, decoded.rejected().size());
  }

  @Test
  void aRejectedElementThatSaysItsPlaceHasOne() {
    String bad = element(5).replace("\"data\":{", "\"data\":{x");

    Decoded decoded =
        EventCodec.decode(
            "up/p2/batch",
            EventCodec.BATCH_TYPE,
            Map.of(),
            ("[" + bad + "]").getBytes(StandardCharsets.UTF_8));

    assertEquals(
        new Rejected.Place(Events.BOX, DeltaClass.P2, 5), decoded.rejected().getFirst().place());
  }

  @Test
  void eachWrongAttributeIsNamed() {
    Map<String, String> wrong =
        Map.ofEntries(
            Map.entry("specversion", "0.3"),
            Map.entry("id", "somebody/else/1"),
            Map.entry("source", "/acme/kit-4"),
            Map.entry("type", "com.example.thing"),
            Map.entry("time", "yesterday"),
            Map.entry("subject", ""),
            Map.entry("deltaclass", "p9"),
            Map.entry("sequence", "007"),
            Map.entry("hlc", "-1"),
            Map.entry("mode", "dead"));
    EventMessage good = EventCodec.single(Events.power(1, "{}"));
    wrong.forEach((name, value) -> {
      Map<String, String> properties = new LinkedHashMap<>(good.userProperties());
      properties.put(name, value);
      assertRejected(good, properties, name.equals("subject") ? "key" : name);
      properties.remove(name);
      assertRejected(good, properties, "\"" + name + "\"");
    });
  }

  @Test
  void anUnknownAttributeIsLetPass() {
    EventMessage good = EventCodec.single(Events.power(1, "{}"));
    Map<String, String> properties = new LinkedHashMap<>(good.userProperties());
    properties.put("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    assertEquals(
        1,
        EventCodec.decode(good.topic(), good.contentType(), properties, good.payload())
            .events()
            .size());
  }

  @Test
  void anEventOnTheTopicOfAnotherClassOrTypeIsRefused() {
    EventMessage good = EventCodec.single(Events.power(1, "{}"));
    for (String topic :
        List.of(
            "up/p0/power-changed", "up/p2/sale-taken", "up/p4/power-changed", "up/p2", "", "x")) {
      Decoded decoded =
          EventCodec.decode(topic, good.contentType(), good.userProperties(), good.payload());
      assertEquals(1, decoded.rejected().size(), topic);
      assertEquals(
          new Rejected.Place(Events.BOX, DeltaClass.P2, 1), decoded.rejected().getFirst().place());
    }
  }

  @Test
  void aZstdBombIsRefusedBeforeAnythingIsAllocated() {
    byte[] honest = Zstd.compress(new byte[Compression.SIZE_MAX + 1], 19);
    byte[] gigabytes = {
      // One frame: magic, a header that says 2^40 octets, an empty last block.
      0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, (byte) 0xE0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0
    };
    byte[] liar = Zstd.compress(new byte[1000], 3);
    liar[5] = 0;
    byte[] twice = new byte[2 * honest.length];
    System.arraycopy(honest, 0, twice, 0, honest.length);
    System.arraycopy(honest, 0, twice, honest.length, honest.length);
    for (byte[] bomb : List.of(honest, gigabytes, liar, twice, new byte[0], new byte[] {1, 2, 3})) {
      Decoded decoded =
          EventCodec.decode(
              "up/p0/batch", EventCodec.BATCH_TYPE, Map.of("content-encoding", "zstd"), bomb);
      assertTrue(decoded.events().isEmpty());
      assertEquals(1, decoded.rejected().size());
    }
  }

  @Test
  void aFrameWithSomethingAfterItIsRefused() {
    byte[] frame = Zstd.compress("[]".getBytes(StandardCharsets.UTF_8), 3);
    byte[] more = java.util.Arrays.copyOf(frame, frame.length + 3);

    assertEquals(1, zstd(more).rejected().size());
    assertEquals(0, zstd(frame).rejected().size());
  }

  @Test
  void tooManyElementsAreNotRead() {
    String many = "[" + "1,".repeat(EventCodec.BATCH_EVENTS_MAX) + "1]";

    Decoded decoded =
        EventCodec.decode(
            "up/p3/batch", EventCodec.BATCH_TYPE, Map.of(), many.getBytes(StandardCharsets.UTF_8));

    assertEquals(EventCodec.BATCH_EVENTS_MAX + 1, decoded.rejected().size());
  }

  @Test
  void aBatchIsOfOneClassAndNotEmpty() {
    assertThrows(IllegalArgumentException.class, () -> EventCodec.batch(List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            EventCodec.batch(
                List.of(
                    Events.power(1, "{}"),
                    Events.event(DeltaClass.P1, 1, "pack-applied", "pack", "{}"))));
    String megabyte = "{\"a\":\"" + "x".repeat(1 << 20) + "\"}";
    assertThrows(
        IllegalArgumentException.class, () -> batch(megabyte, megabyte, megabyte, megabyte));
  }

  @Test
  void closedSequencesAreDeclaredAndStandForThemselves() {
    SequencesClosed closed =
        new SequencesClosed(
            List.of(new Range(4, 9), new Range(11, 11)), SequencesClosed.Why.COALESCED);
    DeltaEvent event =
        DeltaEvent.closing(Events.BOX, DeltaClass.P2, closed, 1, Hlc.ZERO, Mode.REHEARSAL);

    DeltaEvent back = decode(EventCodec.batch(List.of(event))).events().getFirst();

    assertEquals(event, back);
    assertEquals(11, back.seq());
    assertEquals(closed.ranges(), back.covers());
    assertEquals(closed, SequencesClosed.parse(back.body()));
    assertEquals("up/p2/sequences-closed", EventCodec.single(event).topic());
  }

  @Test
  void aRangeRecordOutOfOrderIsRefused() {
    for (String body :
        List.of(
            "{\"ranges\":[],\"why\":\"shed\"}",
            "{\"ranges\":[{\"from\":5,\"to\":4}],\"why\":\"shed\"}",
            "{\"ranges\":[{\"from\":0,\"to\":9}],\"why\":\"shed\"}",
            "{\"ranges\":[{\"from\":5,\"to\":9},{\"from\":7,\"to\":9}],\"why\":\"shed\"}",
            "{\"ranges\":[{\"from\":1,\"to\":9}],\"why\":\"tired\"}",
            "{\"ranges\":[{\"from\":1,\"to\":8}],\"why\":\"shed\"}",
            "{\"why\":\"shed\"}")) {
      Decoded decoded =
          decode(
              EventCodec.single(
                  Events.event(DeltaClass.P2, 9, "sequences-closed", "sequences/p2", body)));
      assertEquals(List.of(), decoded.events(), body);
      assertEquals(9, decoded.rejected().getFirst().place().seq());
    }
  }

  private static Decoded zstd(byte[] payload) {
    return EventCodec.decode(
        "up/p2/batch", EventCodec.BATCH_TYPE, Map.of("content-encoding", "zstd"), payload);
  }

  private DeltaEvent reading(long seq) {
    return DeltaEvent.telemetry(
        Events.KIT,
        Events.LIFE,
        Events.FLEET,
        seq,
        "temperature",
        "sensor/1",
        1_795_340_000_000L,
        Mode.DEMO,
        "{\"celsius\":21.5}");
  }

  private static EventMessage batch(String... bodies) {
    return EventCodec.batch(
        LongStream.rangeClosed(1, bodies.length)
            .mapToObj(i -> Events.power(i, bodies[(int) i - 1]))
            .toList());
  }

  private static String element(long seq) {
    byte[] batch = Events.plain(EventCodec.batch(List.of(Events.power(seq, "{\"percent\":50}"))));
    return new String(batch, 1, batch.length - 2, StandardCharsets.UTF_8);
  }

  private static void assertRejected(
      EventMessage good, Map<String, String> properties, String named) {
    Decoded decoded =
        EventCodec.decode(good.topic(), good.contentType(), properties, good.payload());
    assertEquals(List.of(), decoded.events(), named);
    String reason = decoded.rejected().getFirst().reason();
    assertTrue(reason.contains(named), named + ": " + reason);
  }

  private static Decoded decode(EventMessage message) {
    return EventCodec.decode(
        message.topic(), message.contentType(), message.userProperties(), message.payload());
  }
}
