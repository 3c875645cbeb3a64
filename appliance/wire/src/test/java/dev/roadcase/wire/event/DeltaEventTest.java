package dev.roadcase.wire.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.auth.DeviceFact.DeviceRevoked;
import dev.roadcase.core.auth.DeviceFact.PairingFailed;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.link.LinkFact.LinkChanged;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeltaEventTest {
  private final Sales journal = new Sales();

  @Test
  void aFactTravelsWithTheCharactersThatTheJournalHolds() {
    Entry sale = journal.next();

    DeltaEvent event = DeltaEvent.of(sale.bytes(), Events.FLEET, Events.LIFE);

    String stored = new String(sale.bytes(), StandardCharsets.UTF_8);
    assertTrue(stored.endsWith(",\"body\":" + event.body() + "}"), stored);
    assertEquals(sale.fact().id(), event.id());
    assertEquals(DeltaClass.P0, event.deltaClass());
    assertEquals(1, event.seq());
    assertEquals(sale.fact().hlc(), event.hlc());
    assertEquals(sale.fact().now().wall(), event.epochMillis());
    assertEquals(sale.fact().body().key(), event.key());
    assertEquals("dev.roadcase.sale-taken.v1", event.type().toString());
    assertEquals("/acme/kit-4/" + Events.LIFE, event.source().toString());
  }

  @Test
  void theBodyIsFoundWhateverItsTextLooksLike() {
    String reason = "\"body\":{\"x\":1}} – Größe 😀 \\";
    Entry revoked = journal.sealed(new DeviceRevoked(new DeviceId("d-0123456789abcdef"), reason));

    DeltaEvent event = DeltaEvent.of(revoked.bytes(), Events.FLEET, Events.LIFE);

    String stored = new String(revoked.bytes(), StandardCharsets.UTF_8);
    assertTrue(stored.endsWith(",\"body\":" + event.body() + "}"), stored);
    assertTrue(event.body().contains("Größe"), event.body());
  }

  @Test
  void underAnotherIncarnationAFactIsTheSameWithAnotherSource() {
    Entry sale = journal.next();
    Incarnation next = Incarnation.born(1_799_000_000_000L, 1);

    DeltaEvent before = DeltaEvent.of(sale.bytes(), Events.FLEET, Events.LIFE);
    DeltaEvent after = DeltaEvent.of(sale.bytes(), Events.FLEET, next);

    assertEquals("kit-4/" + next + "/site/1", after.id());
    assertEquals("/acme/kit-4/" + next, after.source().toString());
    assertEquals(before.seq(), after.seq());
    assertEquals(before.digest(), after.digest());
  }

  @Test
  void theDigestIsThatOfTheDocument() {
    DeltaEvent event = Events.event(DeltaClass.P1, 7, "price-changed", "price/MÜG", "{\"a\":1}");
    StringBuilder form = new StringBuilder();
    for (String part :
        List.of(
            "p1",
            "7",
            "dev.roadcase.price-changed.v1",
            Long.toString(event.epochMillis()),
            Long.toString(event.hlc().value()),
            event.mode().word(),
            "price/MÜG",
            "{\"a\":1}")) {
      int length = part.getBytes(StandardCharsets.UTF_8).length;
      form.append((char) 0).append((char) 0).append((char) (length / 256));
      form.append((char) (length % 256)).append(part);
    }
    assertEquals(Hash.of(form.toString().getBytes(StandardCharsets.UTF_8)), event.digest());
  }

  @Test
  void whateverOfAnEventIsAnotherTheDigestIsAnother() {
    Set<Hash> digests = new HashSet<>();
    digests.add(Events.event(DeltaClass.P2, 7, "price-changed", "ab", "{}").digest());
    digests.add(Events.event(DeltaClass.P1, 7, "price-changed", "ab", "{}").digest());
    digests.add(Events.event(DeltaClass.P1, 8, "price-changed", "ab", "{}").digest());
    digests.add(Events.event(DeltaClass.P1, 7, "price-change", "ab", "{}").digest());
    digests.add(Events.event(DeltaClass.P1, 7, "price-changed", "a", "{}").digest());
    digests.add(Events.event(DeltaClass.P1, 7, "price-changed", "ab", "{ }").digest());
    assertEquals(6, digests.size());
  }

  @Test
  void eachClassCountsForItself() {
    journal.next();
    DeltaEvent link =
        DeltaEvent.of(
            journal.sealed(new LinkChanged(true, "wan")).bytes(), Events.FLEET, Events.LIFE);
    DeltaEvent sale = DeltaEvent.of(journal.next().bytes(), Events.FLEET, Events.LIFE);

    assertEquals(1, link.seq());
    assertEquals(DeltaClass.P2, link.deltaClass());
    assertEquals(2, sale.seq());
  }

  @Test
  void whatStaysOnTheBoxIsNoDelta() {
    Entry secret = journal.sealed(new PairingFailed());

    assertThrows(
        IllegalArgumentException.class,
        () -> DeltaEvent.of(secret.bytes(), Events.FLEET, Events.LIFE));
  }

  @Test
  void telemetryHasIdsOfItsOwn() {
    DeltaEvent event = telemetry("temperature", "{\"celsius\": 21.50}");

    assertEquals("kit-4/" + Events.LIFE + "/p3/9", event.id());
    assertEquals("dev.roadcase.telemetry.temperature.v1", event.type().toString());
    assertEquals("{\"celsius\": 21.50}", event.body());
    assertEquals("up/p3/telemetry.temperature", EventCodec.single(event).topic());
  }

  @Test
  void telemetryThatIsNoObjectOrHasNoNameIsRefused() {
    for (String json : List.of("21.5", "[]", "{", "{}{}", "{\"a\":1,\"a\":2}")) {
      assertThrows(IllegalArgumentException.class, () -> telemetry("temperature", json), json);
    }
    for (String name : List.of("", "Temp", "a/b", "a.b", "+", "#")) {
      assertThrows(IllegalArgumentException.class, () -> telemetry(name, "{}"), name);
    }
  }

  @Test
  void aKeyThatMqttCannotCarryIsRefused() {
    for (String key : List.of("", "a\u0000b", "a\nb", "\ud83d", "x".repeat(201))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Events.event(DeltaClass.P2, 1, "power-changed", key, "{}"));
    }
  }

  /** docs/decisions/0021 has the measurement; this keeps a later change from losing it unseen. */
  @Test
  void aSaleInABatchOf64CostsUnder220Octets() {
    List<DeltaEvent> sales =
        Stream.generate(() -> DeltaEvent.of(journal.next().bytes(), Events.FLEET, Events.LIFE))
            .limit(64)
            .toList();

    int each = EventCodec.batch(sales).size() / 64;

    assertTrue(each < 220, each + " octets a sale");
  }

  private static DeltaEvent telemetry(String name, String json) {
    DeltaEvent event =
        DeltaEvent.telemetry(
            Events.KIT,
            Events.LIFE,
            Events.FLEET,
            9,
            name,
            "sensor/1",
            1_795_340_000_000L,
            Mode.DEMO,
            json);
    assertEquals(new Hlc(1_795_340_000_000L << 16), event.hlc());
    return event;
  }
}
