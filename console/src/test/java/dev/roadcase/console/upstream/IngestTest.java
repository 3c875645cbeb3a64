package dev.roadcase.console.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import dev.roadcase.console.upstream.BrokerConnection.Parcel;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.UpstreamEpoch;
import dev.roadcase.core.sale.SignedSale;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.event.EventCodec;
import dev.roadcase.wire.event.EventMessage;
import dev.roadcase.wire.event.UpstreamAck;
import dev.roadcase.wire.event.UpstreamAck.Covered;
import dev.roadcase.wire.jws.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker. Each test is a fleet of its own, so that they share it in peace. */
class IngestTest {
  private static final AtomicInteger FLEETS = new AtomicInteger();
  private static final AtomicInteger EPOCHS = new AtomicInteger();
  private static final SigningKey UPSTREAM = SigningKey.make(new SecureRandom());

  @TempDir private Path folder;
  private FleetId fleet = new FleetId("fleet-" + FLEETS.incrementAndGet());
  private Running running;

  /** An ingest on its thread. */
  private final class Running {
    private final UpstreamEpoch epoch = UpstreamEpoch.of(EPOCHS.incrementAndGet());
    private final UpstreamDatabase database =
        UpstreamDatabase.open(folder, fleet, Duration.ofMillis(20));
    private final Meter meter = new Meter();
    private final Ingest ingest =
        new Ingest(
            TestBroker.plain(),
            "upstream-" + fleet,
            fleet,
            TestBroker.backlog(),
            database,
            new Acks(fleet, UPSTREAM, database, epoch, InstantSource.system()),
            new Presence(fleet, epoch),
            new Random(),
            InstantSource.system(),
            meter);
    private final AtomicReference<Throwable> end = new AtomicReference<>();
    private final Thread thread =
        Thread.ofPlatform()
            .unstarted(() -> {
              try {
                ingest.run();
              } catch (Throwable e) {
                end.set(e);
              }
            });

    Running start() throws InterruptedException {
      thread.start();
      assertTrue(ingest.ready(Awaiting.DEADLINE), "ready");
      return this;
    }

    void stop() throws InterruptedException {
      ingest.stop();
      assertTrue(thread.join(Awaiting.DEADLINE), "stopped");
      database.close();
      assertEquals(null, end.get());
    }
  }

  @BeforeEach
  void start() throws Exception {
    running = new Running().start();
  }

  @AfterEach
  void stop() throws Exception {
    if (running != null) {
      running.stop();
    }
  }

  @Test
  void whatIsCommittedIsAcknowledgedAndSigned() throws Exception {
    PretendBox box = box("kit-4");
    try (TestLine line = TestLine.open(TestBroker.plain()).hear(box, UPSTREAM.publicKey())) {
      sent(line.send(box, EventCodec.single(box.sale(500, Mode.LIVE))));

      Awaiting.until("an ack of the sale", () -> last(line, DeltaClass.P0).prefix() == 1);
      assertEquals(1, number("SELECT count(*) FROM live_sale"));
      assertEquals(List.of(), line.refused());
    }
  }

  @Test
  void singlesAndBatchesInAnyOrderAndTwiceStandOnce() throws Exception {
    PretendBox box = box("kit-4");
    List<EventMessage> messages = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      List<DeltaEvent> sales = new ArrayList<>();
      List<DeltaEvent> readings = new ArrayList<>();
      for (int j = 0; j < 25; j++) {
        sales.add(box.sale(100, Mode.LIVE));
        readings.add(box.reading());
      }
      SignedSale sale = box.signedSale(100);
      messages.add(EventCodec.batch(sales));
      messages.add(EventCodec.batch(readings));
      messages.add(EventCodec.single(box.taken(sale, Mode.LIVE)));
      messages.add(EventCodec.single(box.refund(sale.receipt(), 10, Mode.LIVE)));
      messages.add(EventCodec.single(box.power(i)));
    }
    messages.addAll(List.copyOf(messages.subList(20, 60)));
    Collections.shuffle(messages, new Random(11));

    try (TestLine line = TestLine.open(TestBroker.plain()).hear(box, UPSTREAM.publicKey())) {
      for (EventMessage message : messages) {
        var _ = line.send(box, message);
      }
      Awaiting.until(
          "acks of all",
          () ->
              last(line, DeltaClass.P0).equals(new Covered(540, List.of()))
                  && last(line, DeltaClass.P2).equals(new Covered(20, List.of()))
                  && last(line, DeltaClass.P3).equals(new Covered(500, List.of())));
      assertCumulative(line.acks());
    }
    assertEquals(520, number("SELECT count(*) FROM live_sale"));
    assertEquals(20, number("SELECT count(*) FROM live_refund"));
    assertEquals(200, number("SELECT sum(refunded) FROM live_sale"));
    assertEquals(540 + 20 + 500, number("SELECT count(*) FROM delta"));
    assertEquals(0, number("SELECT count(*) FROM dead_letter"));
    assertTrue(number("SELECT sum(count) FROM wire_duplicate") > 0);
  }

  @Test
  void whatWasCommittedButNotConfirmedComesAgainAndStandsOnce() throws Exception {
    running.stop();
    running = null;
    PretendBox box = box("kit-4");
    List<DeltaEvent> sales = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      sales.add(box.sale(100, Mode.LIVE));
    }
    try (TestLine line = TestLine.open(TestBroker.plain()).hear(box, UPSTREAM.publicKey())) {
      for (DeltaEvent sale : sales) {
        sent(line.send(box, EventCodec.single(sale)));
      }
      // An upstream that commits the first few, and dies before it confirms any.
      int committed = 0;
      UpstreamDatabase database = UpstreamDatabase.open(folder, fleet);
      try (BrokerConnection connection =
          BrokerConnection.open(
              TestBroker.plain(),
              "upstream-" + fleet,
              "$share/ingest/roadcase/v1/" + fleet + "/+/up/#",
              new Presence(fleet, UpstreamEpoch.of(99)))) {
        Intake intake = new Intake(fleet);
        while (committed < 7) {
          Parcel parcel = connection.next(Duration.ofSeconds(1));
          if (parcel != null && isState(parcel)) {
            // The broker hands out nothing of a shared subscription while one of these waits.
            connection.confirm(List.of(parcel));
          } else if (parcel != null) {
            database.take(List.of(intake.read(parcel.arrival())), 1);
            committed++;
          }
        }
      } finally {
        database.close();
      }
      assertEquals(7, number("SELECT count(*) FROM live_sale"));
      assertEquals(List.of(), line.acks());

      running = new Running().start();

      Awaiting.until(
          "all 40 acknowledged",
          () -> last(line, DeltaClass.P0).equals(new Covered(40, List.of())));
    }
    assertEquals(40, number("SELECT count(*) FROM live_sale"));
    assertEquals(40 * 100, number("SELECT sum(total) FROM live_sale"));
    assertEquals(7, number("SELECT sum(count) FROM wire_duplicate"));
  }

  @Test
  void whatCouldNotBeCommittedIsNotConfirmedAndComesAgain() throws Exception {
    PretendBox box = box("kit-4");
    try (TestLine line = TestLine.open(TestBroker.plain()).hear(box, UPSTREAM.publicKey());
        Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("upstream.db"));
        Statement statement = other.createStatement()) {
      statement.executeUpdate("BEGIN IMMEDIATE");
      sent(line.send(box, EventCodec.single(box.sale(500, Mode.LIVE))));
      Awaiting.until("it was tried", () -> running.meter.postponements() > 1);
      assertEquals(List.of(), line.acks());
      statement.executeUpdate("ROLLBACK");

      Awaiting.until("an ack of the sale", () -> last(line, DeltaClass.P0).prefix() == 1);
    }
    assertEquals(1, number("SELECT count(*) FROM live_sale"));
  }

  @Test
  void aBoxFindsItsOwnAckAfterTheBrokerForgotAndTheUpstreamStartedAnew() throws Exception {
    PretendBox old = new PretendBox(fleet.value(), "kit-4", 1_000);
    PretendBox anew = new PretendBox(fleet.value(), "kit-4", 2_000);
    try (TestLine line = TestLine.open(TestBroker.plain()).hear(anew, UPSTREAM.publicKey())) {
      sent(line.send(anew, EventCodec.single(anew.power(1))));
      Awaiting.until("an ack", () -> last(line, DeltaClass.P2).prefix() == 1);
      // The old board is plugged in once more: the kit's own topic is now its.
      sent(line.send(old, EventCodec.single(old.power(1))));
      Awaiting.until("both there", () -> quietly("SELECT count(*) FROM box") == 2);
      line.forget(anew.prefix() + "ack/" + anew.source.incarnation());
      line.forget(anew.prefix() + "ack");
    }
    running.stop();
    running = new Running().start();

    try (TestLine line = TestLine.open(TestBroker.plain()).hear(anew, UPSTREAM.publicKey())) {
      Awaiting.until("its own retained ack", () -> last(line, DeltaClass.P2).prefix() == 1);
    }
    try (TestLine line = TestLine.open(TestBroker.plain()).hear(old, UPSTREAM.publicKey(), "ack")) {
      Awaiting.until("the kit's retained ack", () -> last(line, DeltaClass.P2).prefix() == 1);
    }
  }

  @Test
  void aBoxThatComesIsToldWhatIsHereOfItBeItNothing() throws Exception {
    PretendBox box = box("kit-4");
    try (TestLine line = TestLine.open(TestBroker.plain()).hear(box, UPSTREAM.publicKey(), "ack")) {
      line.comesOnline(box);
      Awaiting.until("an answer", () -> !line.acks().isEmpty());
      assertEquals(Map.of(), line.acks().getFirst().classes());
      assertEquals(running.epoch, line.acks().getFirst().epoch());
      assertEquals(0, number("SELECT count(*) FROM box"));
      assertEquals(0, number("SELECT count(*) FROM dead_letter"));
    }
  }

  @Test
  void anUpstreamOnAnEmptyDatabaseTellsTheBoxesThatAreThere() throws Exception {
    PretendBox box = box("kit-4");
    try (TestLine line = TestLine.open(TestBroker.plain()).hear(box, UPSTREAM.publicKey(), "ack")) {
      line.comesOnline(box);
      sent(line.send(box, EventCodec.single(box.sale(500, Mode.LIVE))));
      Awaiting.until("an ack of the sale", () -> last(line, DeltaClass.P0).prefix() == 1);
      UpstreamEpoch before = running.epoch;
      running.stop();
      running = null;
      for (String file : List.of("upstream.db", "upstream.db-wal", "upstream.db-shm")) {
        Files.deleteIfExists(folder.resolve(file));
      }
      running = new Running().start();
      Awaiting.until("nothing is there", () -> last(line, DeltaClass.P0).prefix() == 0);
      assertFalse(line.acks().getLast().epoch().equals(before));
    }
  }

  @Test
  void whetherItIsThereStandsOnATopicOfItsOwn() throws Exception {
    try (TestLine line = TestLine.open(TestBroker.plain())) {
      List<String> states = line.hearUpstream(fleet);
      Awaiting.until("online", () -> states.contains(state(true)));
      running.stop();
      Awaiting.until("offline", () -> states.contains(state(false)));
      running = null;
    }
  }

  private String state(boolean online) {
    return new String(
        online
            ? new Presence(fleet, running.epoch).online()
            : new Presence(fleet, running.epoch).offline(),
        StandardCharsets.UTF_8);
  }

  @Test
  void anUpstreamWhoseDatabaseWasRemovedAcknowledgesNothingMore() throws Exception {
    PretendBox box = box("kit-4");
    try (TestLine line = TestLine.open(TestBroker.plain()).hear(box, UPSTREAM.publicKey())) {
      sent(line.send(box, EventCodec.single(box.sale(500, Mode.LIVE))));
      Awaiting.until("an ack of the sale", () -> last(line, DeltaClass.P0).prefix() == 1);
      Files.delete(folder.resolve("upstream.db"));
      sent(line.send(box, EventCodec.single(box.sale(600, Mode.LIVE))));
      assertTrue(running.thread.join(Awaiting.DEADLINE), "it has ended");
      Unusable why = assertInstanceOf(Unusable.class, running.end.get());
      assertEquals(74, why.exit());
      assertEquals(1, last(line, DeltaClass.P0).prefix());
      running.database.close();
      running = null;
    }
  }

  @Test
  void garbageDoesNotStopIt() throws Exception {
    PretendBox box = box("kit-4");
    Random chance = new Random(5);
    byte[] large = new byte[200 << 10];
    chance.nextBytes(large);
    byte[] bomb = Zstd.compress(new byte[64 << 20], 19);
    DeltaEvent future =
        box.event(DeltaClass.P2, "power-changed", "power", Mode.LIVE, "{\"percent\":1}");
    EventMessage wrongType = EventCodec.single(box.power(2));
    try (TestLine line = TestLine.open(TestBroker.plain()).hear(box, UPSTREAM.publicKey())) {
      List<CompletableFuture<?>> sent = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        byte[] noise = new byte[chance.nextInt(2000)];
        chance.nextBytes(noise);
        String topic =
            List.of(
                    "up/p0/batch",
                    "up/p0/sale-taken",
                    "up/p7/batch",
                    "up/",
                    "up/p0/batch/deeper",
                    "up/p1/Größe")
                .get(i % 6);
        String type =
            List.of(EventCodec.BATCH_TYPE, EventCodec.SINGLE_TYPE, "image/png", "").get(i % 4);
        Map<String, String> properties =
            i % 3 == 0 ? Map.of("content-encoding", "zstd") : Map.of("specversion", "1.0");
        sent.add(line.send(box.prefix() + topic, type, properties, noise));
      }
      sent.add(line.send(box.prefix() + "up/p3/batch", EventCodec.BATCH_TYPE, Map.of(), large));
      sent.add(
          line.send(
              box.prefix() + "up/p3/batch",
              EventCodec.BATCH_TYPE,
              Map.of("content-encoding", "zstd"),
              bomb));
      sent.add(
          line.send(
              box.prefix() + wrongType.topic(),
              "text/html",
              wrongType.userProperties(),
              wrongType.payload()));
      Map<String, String> tomorrow = new HashMap<>(EventCodec.single(future).userProperties());
      tomorrow.put("time", "9999-12-31T23:59:59.999Z");
      sent.add(
          line.send(
              box.prefix() + "up/p2/power-changed",
              EventCodec.SINGLE_TYPE,
              tomorrow,
              future.body().getBytes(StandardCharsets.UTF_8)));
      sent.add(line.send(box, EventCodec.single(box.sale(500, Mode.LIVE))));
      for (CompletableFuture<?> one : sent) {
        one.get(20, TimeUnit.SECONDS);
      }

      Awaiting.until(
          "an ack of what was good, and of the bad one that named its place",
          () -> last(line, DeltaClass.P0).prefix() == 1 && last(line, DeltaClass.P2).prefix() == 2);
    }
    assertEquals(1, number("SELECT count(*) FROM live_sale"));
    assertEquals(1, number("SELECT count(*) FROM delta WHERE class = 'p2'"));
    Awaiting.until("203 dead letters", () -> quietly("SELECT count(*) FROM dead_letter") == 203);
  }

  @Test
  void aGapIsSaidAndClosedLater() throws Exception {
    PretendBox box = box("kit-4");
    DeltaEvent first = box.power(1);
    DeltaEvent second = box.power(2);
    DeltaEvent third = box.power(3);
    try (TestLine line = TestLine.open(TestBroker.plain()).hear(box, UPSTREAM.publicKey())) {
      sent(line.send(box, EventCodec.batch(List.of(first, third))));
      Covered gap = new Covered(1, List.of(new Range(3, 3)));
      Awaiting.until("the gap", () -> last(line, DeltaClass.P2).equals(gap));
      sent(line.send(box, EventCodec.single(second)));
      Awaiting.until("no gap", () -> last(line, DeltaClass.P2).prefix() == 3);
    }
  }

  @Test
  void overTlsAKitSpeaksForItselfOnly() throws Exception {
    running.stop();
    fleet = TestBroker.SECURE_FLEET;
    folder = folder.resolve("secure");
    running = new Running().start();
    PretendBox four = box("kit-4");
    PretendBox five = box("kit-5");
    BrokerAddress asFour = TestBroker.secure(four.source.kit());
    String name = TestBroker.clientId(four.source.kit());

    try (TestLine line = TestLine.open(asFour, name).hear(four, UPSTREAM.publicKey())) {
      sent(line.send(four, EventCodec.single(four.sale(500, Mode.LIVE))));
      Awaiting.until("an ack over TLS", () -> last(line, DeltaClass.P0).prefix() == 1);
      assertThrows(Exception.class, () -> sent(line.send(five, EventCodec.single(five.power(1)))));
    }
    try (TestLine line = TestLine.open(asFour, name)) {
      assertThrows(Exception.class, () -> line.hear(five, UPSTREAM.publicKey()));
    }
    assertThrows(Exception.class, () -> TestLine.open(TestBroker.nobody()));
    assertEquals(0, number("SELECT count(*) FROM box WHERE kit = 'kit-5'"));
    assertFalse(number("SELECT count(*) FROM dead_letter") > 0);
  }

  @Test
  void aBrokerThatIsNotThereIsSaidSo() {
    BrokerAddress nobody = BrokerAddress.own("127.0.0.1", 1);

    Unreachable refused =
        assertThrows(
            Unreachable.class,
            () ->
                BrokerConnection.open(
                    nobody, "upstream-x", "a/b", new Presence(fleet, UpstreamEpoch.of(99))));
    assertTrue(refused.getMessage().contains("refused"), refused.getMessage());
  }

  private static boolean isState(Parcel parcel) {
    return parcel.arrival().topic().endsWith("/state");
  }

  private PretendBox box(String kit) {
    return new PretendBox(fleet.value(), kit, 1_000).knownIn(folder);
  }

  private static void sent(CompletableFuture<?> future) throws Exception {
    future.get(30, TimeUnit.SECONDS);
  }

  private static Covered last(TestLine line, DeltaClass deltaClass) {
    return line.acks().isEmpty() ? Covered.NOTHING : line.acks().getLast().of(deltaClass);
  }

  /** Each acknowledgement says all that the one before it said. */
  private static void assertCumulative(List<UpstreamAck> acks) {
    for (int i = 1; i < acks.size(); i++) {
      for (DeltaClass deltaClass : DeltaClass.values()) {
        for (long seq = 1; seq <= acks.get(i - 1).of(deltaClass).last(); seq++) {
          if (acks.get(i - 1).of(deltaClass).has(seq)) {
            assertTrue(acks.get(i).of(deltaClass).has(seq), deltaClass + " " + seq);
          }
        }
      }
    }
  }

  private long quietly(String sql) {
    try {
      return number(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private long number(String sql) throws SQLException {
    return new DatabaseFile(folder).number(sql);
  }
}
