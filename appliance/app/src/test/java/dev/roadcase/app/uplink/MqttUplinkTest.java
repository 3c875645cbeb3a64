package dev.roadcase.app.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.link.LinkFact.LinkChanged;
import dev.roadcase.core.queue.UplinkFact.SetBackFound;
import dev.roadcase.wire.event.UpstreamAck;
import dev.roadcase.wire.event.UpstreamAck.Covered;
import dev.roadcase.wire.event.UpstreamAck.Stated;
import dev.roadcase.wire.jws.SigningKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real client against a real broker, through a link that misbehaves. */
@Timeout(120)
class MqttUplinkTest {
  private static final AtomicInteger KITS = new AtomicInteger();

  private Broker broker;
  private Relay relay;
  private PretendBox box;
  private PretendUpstream upstream;

  @BeforeEach
  void build() throws Exception {
    broker = Broker.shared();
    relay = new Relay(broker.port);
    box = new PretendBox("kit-" + KITS.incrementAndGet());
    upstream =
        new PretendUpstream(
            broker.port, PretendBox.FLEET, box.kit, box.incarnation, PretendBox.UPSTREAM);
  }

  @AfterEach
  void takeDown() throws Exception {
    box.close();
    upstream.close();
    relay.close();
    assertNull(box.bug);
    assertEquals(0, upstream.rejected, "upstream can read all of it");
  }

  @Test
  void whatWaitedAndWhatComesArrivesOnceAndIsAcknowledged() {
    box.sales(500);
    box.telemetry(3000);
    box.commit(List.of(new LinkChanged(true, "wan")));
    connect();
    for (int i = 0; i < 20; i++) {
      box.sales(3);
      box.revocation();
      box.telemetry(10);
    }
    eventually(Duration.ofSeconds(30), box::reconciled, this::numbers);
    assertEquals(580, upstream.count(DeltaClass.P0));
    assertEquals(3200, upstream.count(DeltaClass.P3));
    assertEquals(0, upstream.duplicates);
    assertEquals(0, box.stats().queue().resent());
    assertTrue(upstream.batches > 0 && upstream.singles > 0, "alone and in batches");
    assertTrue(box.acksWritten <= 32, "acks are written at most once a second");
    eventually(
        Duration.ofSeconds(3),
        () -> box.stats().connectedFor().isPresent() && box.stats().lastAckAge().isPresent(),
        this::numbers);
  }

  @Test
  void aRefundIsUpstreamAtOnceWhenABlackHoledLinkReturnsBehindADayOfSales() {
    connect();
    eventually(Duration.ofSeconds(10), () -> box.stats().connectedFor().isPresent(), this::numbers);
    relay.goBlack();
    box.telemetry(20_000);
    box.sales(2_000);
    eventually(
        Duration.ofSeconds(15),
        () -> box.stats().connectedFor().isEmpty(),
        () -> "silence is noticed: " + numbers());
    String early = box.revocation();
    relay.slow(32_000, Duration.ofMillis(100));
    long back = System.nanoTime();
    relay.comeBack();
    eventually(Duration.ofSeconds(20), () -> upstream.arrived.containsKey(early), this::numbers);
    long first = upstream.arrived.get(early) - back;
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      long made = System.nanoTime();
      String refund = box.revocation();
      eventually(Duration.ofSeconds(10), () -> upstream.arrived.containsKey(refund), this::numbers);
      waits.add(Duration.ofNanos(upstream.arrived.get(refund) - made).toMillis());
    }
    boolean stillBehind = upstream.count(DeltaClass.P3) < 20_000;
    System.out.printf(
        "UPLINK 256 kbit/s, 200 ms: first refund %d ms after the link returned; then %s ms; %s%n",
        Duration.ofNanos(first).toMillis(), waits, numbers());
    assertTrue(stillBehind, "the backlog was still there");
    waits.sort(Long::compare);
    assertTrue(waits.getLast() < 2_000, waits.toString());
    relay.slow(Double.POSITIVE_INFINITY, Duration.ZERO);
    eventually(Duration.ofSeconds(60), box::reconciled, this::numbers);
    assertEquals(20_000, upstream.count(DeltaClass.P3));
    assertEquals(2_013, upstream.count(DeltaClass.P0));
  }

  @Test
  void whateverUpstreamSaysNothingIsLostAndTheConnectionIsKept() throws Exception {
    upstream.silent = true;
    connect();
    box.sales(10);
    eventually(Duration.ofSeconds(10), () -> upstream.count(DeltaClass.P0) == 10, this::numbers);
    SigningKey stranger = SigningKey.make(new SecureRandom());
    Covered all = new Covered(10, List.of());
    upstream.say("no ack at all".getBytes(StandardCharsets.UTF_8));
    upstream.say(new byte[150_000]);
    upstream.say(stranger, ack(box.kit, box.incarnation, all));
    upstream.say(PretendBox.UPSTREAM, ack(new KitId("kit-0"), box.incarnation, all));
    upstream.say(PretendBox.UPSTREAM, ack(box.kit, Incarnation.born(1, 1), all));
    upstream.say(
        PretendBox.UPSTREAM,
        new UpstreamAck(
            box.kit,
            box.incarnation,
            upstream.epoch,
            Map.of(
                DeltaClass.P3,
                new Stated(
                    new Covered(0, List.of(new Range(4, 1L << 52))),
                    List.of(),
                    MultisetHash.EMPTY)),
            1));
    Map<RefusedAck, Long> expected =
        Map.of(
            RefusedAck.GARBAGE, 2L,
            RefusedAck.BAD_SIGNATURE, 1L,
            RefusedAck.OTHER_KIT, 1L,
            RefusedAck.OTHER_INCARNATION, 1L,
            RefusedAck.FUTURE, 1L);
    eventually(
        Duration.ofSeconds(10), () -> box.stats().refusedAcks().equals(expected), this::numbers);
    assertEquals(10, box.outbox.waiting(DeltaClass.P0));
    assertEquals(List.of(1L), box.timesHeard, "of those, one alone says what time it is");
    upstream.silent = false;
    eventually(Duration.ofSeconds(10), box::reconciled, this::numbers);
    eventually(Duration.ofSeconds(10), () -> !box.timesHeard.isEmpty(), this::numbers);
    assertEquals(1, box.stats().connections());
    assertEquals(0, upstream.duplicates);
  }

  @Test
  void anAckOfTheFutureMakesTheBoxStop() throws Exception {
    upstream.silent = true;
    connect();
    box.sales(10);
    eventually(Duration.ofSeconds(10), () -> upstream.count(DeltaClass.P0) == 10, this::numbers);
    upstream.say(PretendBox.UPSTREAM, ack(box.kit, box.incarnation, new Covered(12, List.of())));
    eventually(Duration.ofSeconds(10), () -> box.setBack.published().isPresent(), this::numbers);
    assertEquals(
        new SetBackFound(DeltaClass.P0, 12, 10, 12), box.setBack.published().orElseThrow());
    nothingLeaves();
  }

  @Test
  void aBoxThatSoldMoreThanItHadLostIsFoundOutByTheSum() {
    connect();
    box.sales(40);
    eventually(Duration.ofSeconds(10), box::reconciled, this::numbers);
    upstream.silent = true;
    box.sales(20);
    eventually(Duration.ofSeconds(10), () -> upstream.count(DeltaClass.P0) == 60, this::numbers);
    // Killed, put back to a copy of after 40, and cut off until it had sold more than 20.
    box.close();
    box.rewrite(DeltaClass.P0, 41);
    box.sales(30);
    connect();
    upstream.silent = false;
    eventually(Duration.ofSeconds(10), () -> box.setBack.published().isPresent(), this::numbers);
    assertFalse(box.outbox.reconciled(DeltaClass.P0), "nothing more is believed");
    assertEquals(40, box.outbox.published(DeltaClass.P0).acked().size());
    nothingLeaves();
  }

  /** Also of a new process: it stands in the journal. */
  private void nothingLeaves() {
    box.close();
    box.sales(5);
    int before = upstream.count(DeltaClass.P0);
    connect();
    eventually(Duration.ofSeconds(10), () -> box.stats().connectedFor().isPresent(), this::numbers);
    upstream.silent = false;
    eventually(
        Duration.ofSeconds(10),
        () -> box.stats().refusedAcks().getOrDefault(RefusedAck.SET_BACK, 0L) > 0,
        this::numbers);
    assertEquals(before, upstream.count(DeltaClass.P0));
    assertTrue(box.outbox.waiting(DeltaClass.P0) > 0);
  }

  @Test
  void anUpstreamThatWasSetBackIsSentWhatItLacks() {
    connect();
    box.sales(60);
    box.telemetry(100);
    eventually(Duration.ofSeconds(10), box::reconciled, this::numbers);
    upstream.startOnOlder(Map.of(DeltaClass.P0, 20, DeltaClass.P3, 50));
    eventually(
        Duration.ofSeconds(10),
        () -> upstream.count(DeltaClass.P0) == 60 && upstream.count(DeltaClass.P3) == 100,
        this::numbers);
    // What was acknowledged by the older database is no proof; what it acknowledges now is.
    eventually(
        Duration.ofSeconds(10),
        () -> box.reconciled() && upstream.epoch.equals(box.outbox.state().epoch()),
        this::numbers);
    assertTrue(box.setBack.published().isEmpty());
  }

  @Test
  void cutsCostDuplicatesAtMostAndNeverAFact() throws Exception {
    relay.slow(60_000, Duration.ofMillis(20));
    connect();
    for (int i = 0; i < 6; i++) {
      box.sales(100);
      box.telemetry(500);
      int before = upstream.count(DeltaClass.P0);
      eventually(
          Duration.ofSeconds(20), () -> upstream.count(DeltaClass.P0) > before, this::numbers);
      relay.cut();
    }
    relay.slow(Double.POSITIVE_INFINITY, Duration.ZERO);
    eventually(Duration.ofSeconds(60), box::reconciled, this::numbers);
    assertEquals(600, upstream.count(DeltaClass.P0));
    assertEquals(3_000, upstream.count(DeltaClass.P3));
    assertTrue(box.stats().connections() >= 6, this::numbers);
  }

  @Test
  void aNewProcessTakesUpWhereTheJournalStands() {
    connect();
    box.sales(50);
    eventually(Duration.ofSeconds(10), box::reconciled, this::numbers);
    box.close();
    box.sales(70);
    box.telemetry(30);
    String refund = box.revocation();
    connect();
    eventually(Duration.ofSeconds(10), box::reconciled, this::numbers);
    assertEquals(121, upstream.count(DeltaClass.P0));
    assertTrue(upstream.arrived.containsKey(refund));
    assertEquals(0, upstream.duplicates);
  }

  @Test
  void everybodyCanSeeWhetherTheBoxIsOnline() throws Exception {
    connect();
    eventually(
        Duration.ofSeconds(10),
        () -> online(true) && box.stats().connectedFor().isPresent(),
        () -> upstream.state);
    relay.goBlack();
    box.sales(1);
    relay.cut();
    eventually(Duration.ofSeconds(10), () -> online(false), () -> "the will: " + upstream.state);
    relay.comeBack();
    eventually(
        Duration.ofSeconds(20),
        () -> online(true) && box.stats().connectedFor().isPresent(),
        () -> upstream.state);
    box.close();
    eventually(Duration.ofSeconds(10), () -> online(false), () -> "goodbye: " + upstream.state);
    synchronized (box.reports) {
      assertEquals(4, box.reports.size(), box.reports.toString());
      assertTrue(box.reports.getFirst() instanceof LinkReport.Up, box.reports.toString());
      assertTrue(box.reports.getLast() instanceof LinkReport.Down, box.reports.toString());
    }
  }

  @Test
  void kitAndBrokerProveToEachOtherWhoTheyAre() throws Exception {
    TlsIdentity mine = broker.authority.identity("kit-4", broker.authority);
    box.sales(5);
    box.connect(URI.create("mqtts://localhost:" + broker.tlsPort), Optional.of(mine));
    eventually(Duration.ofSeconds(15), box::reconciled, this::numbers);
  }

  @Test
  void aBrokerOfAnotherAuthorityIsToldNothing() throws Exception {
    TlsIdentity wary = broker.authority.identity("kit-4", TestAuthority.make("another root"));
    box.sales(5);
    box.connect(URI.create("mqtts://localhost:" + broker.tlsPort), Optional.of(wary));
    eventually(
        Duration.ofSeconds(15), () -> box.stats().lastTrouble().contains("certif"), this::numbers);
    assertEquals(0, upstream.count(DeltaClass.P0));
  }

  @Test
  void theClearIsForThisMachineAlone() {
    for (String bad : List.of("mqtt://example.org", "http://localhost", "mqtts://localhost", "x")) {
      URI broker = URI.create(bad);
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new UplinkConfig(
                  broker,
                  Optional.empty(),
                  PretendBox.FLEET,
                  box.kit,
                  box.incarnation,
                  PretendBox.UPSTREAM.publicKey(),
                  "test"),
          bad);
    }
  }

  private void connect() {
    box.connect(URI.create("mqtt://127.0.0.1:" + relay.port()), Optional.empty());
  }

  private boolean online(boolean yes) {
    return upstream.state.contains("\"online\":" + yes);
  }

  private UpstreamAck ack(KitId kit, Incarnation incarnation, Covered p0) {
    Stated stated = new Stated(p0, List.of(), upstream.sum(DeltaClass.P0, p0));
    return new UpstreamAck(kit, incarnation, upstream.epoch, Map.of(DeltaClass.P0, stated), 1);
  }

  private String numbers() {
    return "p0 %d, p3 %d upstream; %d duplicates; %s; bug %s"
        .formatted(
            upstream.count(DeltaClass.P0),
            upstream.count(DeltaClass.P3),
            upstream.duplicates,
            box.stats(),
            box.bug);
  }

  private static void eventually(
      Duration deadline, BooleanSupplier condition, Supplier<String> otherwise) {
    long until = System.nanoTime() + deadline.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - until > 0) {
        fail("not within " + deadline.toSeconds() + " s: " + otherwise.get());
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
