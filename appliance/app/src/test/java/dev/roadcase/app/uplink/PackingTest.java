package dev.roadcase.app.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.queue.Lane;
import dev.roadcase.core.queue.Parcel;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.event.EventCodec;
import dev.roadcase.wire.event.SequencesClosed;
import dev.roadcase.wire.event.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PackingTest {
  private static final KitId KIT = new KitId("kit-4");
  private static final FleetId FLEET = new FleetId("acme");
  private static final Incarnation LIFE = Incarnation.born(1, 1);

  private final Map<Long, DeltaEvent> table = new TreeMap<>();
  private final Random random = new Random(1);
  private final Packing packing =
      new Packing((deltaClass, from, to, maxBytes) -> {
        List<DeltaEvent> read = new ArrayList<>();
        int bytes = 0;
        for (DeltaEvent event : table.values()) {
          if (event.seq() >= from && event.seq() <= to) {
            bytes += event.body().length();
            if (!read.isEmpty() && bytes > maxBytes) {
              break;
            }
            read.add(event);
          }
        }
        return read;
      });

  @Test
  void oneGoesAloneAndSeveralAsABatch() {
    rows(1, 3);
    assertEquals("up/p3/telemetry.power", topic(pack(10_000, new Range(2, 2))));
    assertEquals("up/p3/batch", topic(pack(10_000, new Range(1, 3))));
  }

  @Test
  void aParcelIsFilledToItsLimitAndNotBeyondOnceItKnowsHowWellTheyShrink() {
    rows(1, 5_000);
    int bytes = 0;
    for (int i = 0; i < 8; i++) {
      Packing.Packed packed = pack(4_000, new Range(1, 5_000));
      bytes = packed.bytes();
      assertTrue(bytes <= 4_000, "at most its limit: " + bytes);
    }
    assertTrue(bytes > 2_800, "and well filled: " + bytes);
  }

  @Test
  void theRightsOfALargePackFitAPacketAndAreRead() {
    StringBuilder body = new StringBuilder("{\"grants\":[");
    for (int i = 0; i < 20_000; i++) {
      body.append(i > 0 ? "," : "");
      body.append(
          "{\"sku\":\"SHIRT-%05d-%s\",\"delta\":%d000}"
              .formatted(i, "SML".charAt(i % 3), i % 40 + 1));
    }
    DeltaEvent rights =
        DeltaEvent.telemetry(
            KIT, LIFE, FLEET, 1, "power", "rights", 1, Mode.LIVE, body.append("]}").toString());
    table.put(1L, rights);
    Packing.Packed packed = pack(64 << 10, new Range(1, 1));

    assertTrue(rights.body().length() > 512 << 10, "more than a packet takes");
    assertTrue(packed.bytes() < 256 << 10, "within a packet: " + packed.bytes());
    assertEquals(
        List.of(rights),
        EventCodec.decode(
                topic(packed),
                EventCodec.BATCH_TYPE,
                packed.message().orElseThrow().userProperties(),
                packed.message().orElseThrow().payload())
            .events());
  }

  @Test
  void theFirstGoesWhateverItsSize() {
    rows(1, 2);
    Packing.Packed packed = pack(10, new Range(1, 2));
    assertEquals(List.of(new Range(1, 1)), packed.covered());
    assertTrue(packed.bytes() > 10);
  }

  @Test
  void whatIsGoneIsCoveredAndCounted() {
    rows(1, 2);
    rows(6, 7);
    Packing.Packed packed = pack(10_000, new Range(1, 2), new Range(4, 7), new Range(9, 12));
    assertEquals(List.of(new Range(1, 2), new Range(4, 7)), packed.covered());
    assertEquals(2, packed.missing());
    Packing.Packed nothing = pack(10_000, new Range(9, 12));
    assertTrue(nothing.message().isEmpty());
    assertEquals(List.of(new Range(9, 12)), nothing.covered());
    assertEquals(0, nothing.bytes());
  }

  @Test
  void aRecordThatClosesSequencesCoversThemAll() {
    rows(1, 2);
    table.put(
        6L,
        DeltaEvent.closing(
            new Source(FLEET, KIT, LIFE),
            DeltaClass.P3,
            new SequencesClosed(List.of(new Range(3, 6)), SequencesClosed.Why.SHED),
            1,
            Hlc.ZERO,
            Mode.LIVE));
    Packing.Packed packed = pack(10_000, new Range(1, 6));
    assertEquals(List.of(new Range(1, 6)), packed.covered());
    assertEquals(0, packed.missing());
    assertEquals(
        3,
        EventCodec.decode(
                topic(packed),
                EventCodec.BATCH_TYPE,
                packed.message().orElseThrow().userProperties(),
                packed.message().orElseThrow().payload())
            .events()
            .size());
  }

  private void rows(long from, long to) {
    for (long seq = from; seq <= to; seq++) {
      table.put(
          seq,
          DeltaEvent.telemetry(
              KIT,
              LIFE,
              FLEET,
              seq,
              "power",
              "power",
              seq,
              Mode.LIVE,
              "{\"volts\":%.3f,\"amperes\":%.3f,\"celsius\":%.2f}"
                  .formatted(random.nextDouble(), random.nextDouble(), random.nextDouble())));
    }
  }

  private Packing.Packed pack(int maxBytes, Range... ranges) {
    return packing.pack(new Parcel(1, Lane.TELEMETRY, List.of(ranges), maxBytes));
  }

  private static String topic(Packing.Packed packed) {
    return packed.message().orElseThrow().topic();
  }
}
