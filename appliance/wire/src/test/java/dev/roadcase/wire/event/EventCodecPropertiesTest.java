package dev.roadcase.wire.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.DeltaClass;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

// Apart from EventCodecTest: Surefire would write two reports of one name.
class EventCodecPropertiesTest {

  @Property(tries = 300)
  void whatGoesOutAloneComesInUnchanged(@ForAll("singles") DeltaEvent event) {
    Decoded decoded = decode(EventCodec.single(event));

    assertEquals(List.of(event), decoded.events());
    assertEquals(List.of(), decoded.rejected());
  }

  @Property(tries = 100)
  void whatGoesOutInABatchComesInUnchangedAndInOrder(@ForAll("batches") List<DeltaEvent> events) {
    Decoded decoded = decode(EventCodec.batch(events));

    assertEquals(events, decoded.events());
    assertEquals(List.of(), decoded.rejected());
  }

  @Property(tries = 500)
  void noBytesMakeTheReaderFail(
      @ForAll byte[] payload,
      @ForAll("topics") String topic,
      @ForAll("contentTypes") String contentType,
      @ForAll("encodings") Map<String, String> properties) {
    Decoded decoded = EventCodec.decode(topic, contentType, properties, payload);

    assertTrue(decoded.events().isEmpty());
  }

  @Property(tries = 300)
  void aDamagedBatchKeepsAllThatStandsBeforeTheDamage(
      @ForAll("batches") List<DeltaEvent> events, @ForAll int where, @ForAll byte what) {
    EventMessage message = EventCodec.batch(events);
    byte[] plain = Events.plain(message);
    int at = Math.floorMod(where, plain.length);
    plain[at] = what;

    Decoded decoded = EventCodec.decode(message.topic(), EventCodec.BATCH_TYPE, Map.of(), plain);

    // A quote or a bracket can swallow all that follows it, but nothing that stands before it.
    int before = 0;
    for (int length = 1; before < events.size(); before++) {
      length += Events.plain(EventCodec.batch(List.of(events.get(before)))).length - 1;
      if (length >= at) {
        break;
      }
    }
    assertEquals(events.subList(0, before), decoded.events().subList(0, before));
    assertTrue(decoded.events().size() + decoded.rejected().size() >= before);
  }

  @Provide
  Arbitrary<DeltaEvent> singles() {
    return Arbitraries.of(DeltaClass.class).flatMap(Events::any);
  }

  @Provide
  Arbitrary<List<DeltaEvent>> batches() {
    return Arbitraries.of(DeltaClass.class)
        .flatMap(c -> Events.any(c).list().ofMinSize(1).ofMaxSize(20));
  }

  @Provide
  Arbitrary<String> topics() {
    return Arbitraries.of("up/p0/batch", "up/p0/sale-taken", "up/p3/batch", "up/p9/x", "ack", "");
  }

  @Provide
  Arbitrary<String> contentTypes() {
    return Arbitraries.of(EventCodec.SINGLE_TYPE, EventCodec.BATCH_TYPE, "text/html", "");
  }

  @Provide
  Arbitrary<Map<String, String>> encodings() {
    return Arbitraries.of(
        Map.of(), Map.of("content-encoding", "zstd"), Map.of("content-encoding", "br"));
  }

  private static Decoded decode(EventMessage message) {
    return EventCodec.decode(
        message.topic(), message.contentType(), message.userProperties(), message.payload());
  }
}
