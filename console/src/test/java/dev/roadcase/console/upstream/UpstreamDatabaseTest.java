package dev.roadcase.console.upstream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.console.upstream.UpstreamDatabase.Taken;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.sale.SignedSale;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.event.EventCodec;
import dev.roadcase.wire.event.SequencesClosed;
import dev.roadcase.wire.event.UpstreamAck.Covered;
import dev.roadcase.wire.event.UpstreamAck.Stated;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpstreamDatabaseTest {
  private static final FleetId ACME = new FleetId("acme");

  @TempDir private Path folder;
  private final Intake intake = new Intake(ACME);
  private final PretendBox box = new PretendBox("acme", "kit-4", 1);
  private UpstreamDatabase database;

  @BeforeEach
  void open() {
    database = UpstreamDatabase.open(folder, ACME);
    box.knownIn(folder);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aDeltaThatComesTwiceStandsThereOnce() throws Exception {
    DeltaEvent sale = box.sale(500, Mode.LIVE);

    take(sale, sale);
    Taken again = take(sale);

    assertEquals(1, number("SELECT count(*) FROM delta"));
    assertEquals(1, number("SELECT count(*) FROM live_sale"));
    assertEquals(2, number("SELECT count FROM wire_duplicate WHERE class = 'p0'"));
    assertEquals(1, again.duplicates());
    assertEquals(List.of(box.box()), List.copyOf(again.touched()), "its ack may have been lost");
    assertEquals(new Covered(1, List.of()), covered(DeltaClass.P0));
  }

  @Test
  void anyOrderAndAnyRepetitionGiveTheSameBooks() throws Exception {
    List<DeltaEvent> day = new ArrayList<>();
    for (int i = 1; i <= 300; i++) {
      SignedSale sale = box.signedSale(100 + i);
      day.add(box.taken(sale, Mode.LIVE));
      if (i % 10 == 0) {
        day.add(box.refund(sale.receipt(), 50, Mode.LIVE));
      }
      day.add(box.power(i % 100));
      day.add(box.reading());
    }
    List<DeltaEvent> scrambled = new ArrayList<>(day);
    scrambled.addAll(day.subList(100, 500));
    Collections.shuffle(scrambled, new Random(7));

    for (int i = 0; i < scrambled.size(); i += 37) {
      take(scrambled.subList(i, Math.min(i + 37, scrambled.size())).toArray(DeltaEvent[]::new));
    }

    assertEquals(day.size(), number("SELECT count(*) FROM delta"));
    assertEquals(300, number("SELECT count(*) FROM live_sale"));
    assertEquals(300 * 100 + 300 * 301 / 2, number("SELECT sum(total) FROM live_sale"));
    assertEquals(30, number("SELECT count(*) FROM live_refund"));
    assertEquals(30 * 50, number("SELECT sum(refunded) FROM live_sale"));
    assertEquals(30, number("SELECT count(*) FROM live_sale WHERE refunded = 50"));
    assertEquals(400, number("SELECT sum(count) FROM wire_duplicate"));
    assertEquals(new Covered(330, List.of()), covered(DeltaClass.P0));
    assertEquals(new Covered(300, List.of()), covered(DeltaClass.P2));
    assertEquals(new Covered(300, List.of()), covered(DeltaClass.P3));
  }

  @Test
  void aSequenceIsNeverOverwritten() throws Exception {
    DeltaEvent first = box.power(50);
    DeltaEvent forged =
        new DeltaEvent(
            first.id(),
            first.source(),
            first.type(),
            first.epochMillis(),
            first.deltaClass(),
            first.seq(),
            first.hlc(),
            first.mode(),
            first.key(),
            "{\"mains\":true,\"percent\":99,\"minutesLeft\":-1}");

    take(first);
    take(forged, forged);
    take(forged);

    assertEquals(1, number("SELECT count(*) FROM delta"));
    assertEquals(first.body(), text("SELECT body FROM delta"));
    assertEquals(1, number("SELECT count(*) FROM dead_letter"), "the same fault is noted once");
    assertEquals("another event stands at this sequence", text("SELECT reason FROM dead_letter"));
    assertEquals(first.seq(), number("SELECT seq FROM dead_letter"));
  }

  @Test
  void theSumIsOfTheEventsThatStandThereInWhateverOrderTheyCame() throws Exception {
    List<DeltaEvent> day = new ArrayList<>();
    MultisetHash expected = MultisetHash.EMPTY;
    for (int i = 1; i <= 50; i++) {
      DeltaEvent sale = box.sale(100 + i, Mode.LIVE);
      day.add(sale);
      expected = expected.plus(MultisetHash.of(sale.digest()));
    }
    Collections.shuffle(day, new Random(3));

    take(day.subList(0, 30).toArray(DeltaEvent[]::new));
    take(day.subList(10, 50).toArray(DeltaEvent[]::new));

    Stated stated = stated(DeltaClass.P0);
    assertEquals(new Covered(50, List.of()), stated.covered());
    assertEquals(expected, stated.sum());
    assertEquals(List.of(), stated.dead());
    database.close();
    database = UpstreamDatabase.open(folder, ACME);
    assertEquals(stated, stated(DeltaClass.P0), "after a restart");
  }

  @Test
  void anotherEventAtATakenSequenceIsCountedAndChangesNoSum() throws Exception {
    DeltaEvent first = box.sale(500, Mode.LIVE);
    take(first);
    Stated before = stated(DeltaClass.P0);
    DeltaEvent other = at(first.seq(), box.sale(600, Mode.LIVE));

    Taken taken = take(other);
    take(other);

    assertEquals(before, stated(DeltaClass.P0));
    assertEquals(MultisetHash.of(first.digest()), before.sum());
    assertEquals(1, taken.conflicts());
    assertEquals(List.of(box.box()), List.copyOf(taken.touched()), "the box has to hear of it");
    assertEquals(2, Status.of(folder).classes().getFirst().conflicts());
    assertEquals(1, number("SELECT count(*) FROM dead_letter"));
    assertTrue(Status.of(folder).json().contains("\"conflicts\" : 2"));
  }

  @Test
  void whatStandsInTheDeadLettersAloneIsInNoSumUntilTheEventComes() throws Exception {
    DeltaEvent first = box.sale(500, Mode.LIVE);
    DeltaEvent second = box.sale(600, Mode.LIVE);
    DeltaEvent third = box.sale(700, Mode.LIVE);
    take(first, third);
    Arrival bad = box.arrival(second);
    database.take(
        List.of(
            intake.read(
                new Arrival(bad.topic(), "text/plain", bad.userProperties(), bad.payload()))),
        5);
    Stated dead = stated(DeltaClass.P0);
    assertEquals(new Covered(3, List.of()), dead.covered());
    assertEquals(List.of(new Range(2, 2)), dead.dead());
    assertEquals(sum(first, third), dead.sum());

    take(second);

    Stated alive = stated(DeltaClass.P0);
    assertEquals(List.of(), alive.dead());
    assertEquals(sum(first, second, third), alive.sum());
  }

  @Test
  void whereAReleaseOfBeforeSumsHasWrittenTheyAreMadeAnew() throws Exception {
    DeltaEvent first = box.sale(500, Mode.LIVE);
    DeltaEvent second = box.sale(600, Mode.LIVE);
    box.next(DeltaClass.P0);
    DeltaEvent fourth = box.sale(700, Mode.LIVE);
    take(first, second, fourth);
    Stated before = stated(DeltaClass.P0);
    database.close();
    try (Connection older = connection();
        Statement statement = older.createStatement()) {
      statement.executeUpdate("DELETE FROM coverage_sum");
    }
    database = UpstreamDatabase.open(folder, ACME);
    assertEquals(before, stated(DeltaClass.P0));
    database.close();
    try (Connection older = connection();
        Statement statement = older.createStatement()) {
      // It took the third for a dead letter, and knew nothing of sums.
      statement.executeUpdate("UPDATE coverage SET prefix = 4, ranges = '[]'");
    }
    database = UpstreamDatabase.open(folder, ACME);
    Stated after = stated(DeltaClass.P0);
    assertEquals(new Covered(4, List.of()), after.covered());
    assertEquals(List.of(new Range(3, 3)), after.dead());
    assertEquals(before.sum(), after.sum());
  }

  @Test
  void aDatabaseThatAnotherTookThePlaceOfConfirmsNothing() throws Exception {
    take(box.sale(500, Mode.LIVE));
    Path file = folder.resolve("upstream.db");
    Files.move(file, folder.resolve("yesterday.db"));
    DeltaEvent next = box.sale(600, Mode.LIVE);
    Unusable removed = assertThrows(Unusable.class, () -> take(next));
    assertEquals(74, removed.exit());
    Files.writeString(file, "another");
    Unusable replaced = assertThrows(Unusable.class, database::requireInPlace);
    assertEquals(74, replaced.exit());
    assertTrue(replaced.getMessage().contains("another file"), replaced.getMessage());
  }

  @Test
  void aDatabaseThatWasEmptiedInItsPlaceConfirmsNothing() throws Exception {
    take(box.sale(500, Mode.LIVE));
    Path file = folder.resolve("upstream.db");
    Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    DeltaEvent next = box.sale(600, Mode.LIVE);
    Unusable emptied = assertThrows(Unusable.class, () -> take(next));
    assertEquals(74, emptied.exit());
    assertTrue(emptied.getMessage().contains("it was emptied"), emptied.getMessage());
  }

  @Test
  void aDatabaseThatAnOlderCopyWasWrittenOverConfirmsNothing() throws Exception {
    byte[] older = runsLater();
    take(box.sale(600, Mode.LIVE));
    Files.write(folder.resolve("upstream.db"), older);
    DeltaEvent next = box.sale(700, Mode.LIVE);
    Unusable overwritten = assertThrows(Unusable.class, () -> take(next));
    assertEquals(74, overwritten.exit());
    assertTrue(overwritten.getMessage().contains("written over"), overwritten.getMessage());
  }

  @Test
  void theLogThatWasLeftBesideAnOlderCopyIsRefusedAndBothStayAsTheyAre() throws Exception {
    byte[] older = runsLater();
    take(box.sale(600, Mode.LIVE));
    byte[] log = Files.readAllBytes(folder.resolve("upstream.db-wal"));
    assertNotTheirs(older, log);
  }

  @Test
  void anOlderLogBesideADatabaseIsRefusedAndBothStayAsTheyAre() throws Exception {
    take(box.sale(500, Mode.LIVE));
    byte[] log = Files.readAllBytes(folder.resolve("upstream.db-wal"));
    runsLater();
    assertNotTheirs(Files.readAllBytes(folder.resolve("upstream.db")), log);
  }

  @Test
  void aKilledUpstreamsFileAndLogAreTakenTogether() throws Exception {
    runsLater();
    take(box.sale(600, Mode.LIVE));
    Path killed = Files.createDirectory(folder.resolve("killed"));
    for (String name : List.of("upstream.db", "upstream.db-wal")) {
      Files.copy(folder.resolve(name), killed.resolve(name));
    }
    try (UpstreamDatabase there = UpstreamDatabase.open(killed, ACME)) {
      assertEquals(database.stated(box.box()), there.stated(box.box()));
    }
  }

  @Test
  void aLogThatGrowsLongIsFoldedWhileItIsWritten() throws Exception {
    Path file = folder.resolve("upstream.db");
    long before = Files.size(file);
    for (int i = 0; i < 40 && Files.size(file) == before; i++) {
      List<DeltaEvent> many = new ArrayList<>();
      for (int j = 0; j < 500; j++) {
        many.add(box.power(j));
      }
      take(many.toArray(DeltaEvent[]::new));
    }
    assertTrue(Files.size(file) > before, "the log was never folded");
    database.requireInPlace();
    take(box.sale(600, Mode.LIVE));
  }

  /** Three runs, each of which folds the last one's log; what the first left behind. */
  private byte[] runsLater() throws Exception {
    byte[] first = new byte[0];
    for (int i = 0; i < 3; i++) {
      take(box.sale(500 + i, Mode.LIVE));
      database.close();
      if (i == 0) {
        first = Files.readAllBytes(folder.resolve("upstream.db"));
      }
      database = UpstreamDatabase.open(folder, ACME);
    }
    return first;
  }

  private void assertNotTheirs(byte[] main, byte[] log) throws IOException {
    Path mixed = Files.createDirectory(folder.resolve("mixed"));
    Files.write(mixed.resolve("upstream.db"), main);
    Files.write(mixed.resolve("upstream.db-wal"), log);
    Unusable refused =
        assertThrows(Unusable.class, () -> UpstreamDatabase.open(mixed, ACME).close());
    assertEquals(65, refused.exit());
    assertTrue(refused.getMessage().contains("does not belong to"), refused.getMessage());
    assertArrayEquals(main, Files.readAllBytes(mixed.resolve("upstream.db")));
    assertArrayEquals(log, Files.readAllBytes(mixed.resolve("upstream.db-wal")));
  }

  private Stated stated(DeltaClass deltaClass) {
    return database.stated(box.box()).getOrDefault(deltaClass, Stated.NOTHING);
  }

  private static MultisetHash sum(DeltaEvent... events) {
    MultisetHash sum = MultisetHash.EMPTY;
    for (DeltaEvent event : events) {
      sum = sum.plus(MultisetHash.of(event.digest()));
    }
    return sum;
  }

  private static DeltaEvent at(long seq, DeltaEvent event) {
    return new DeltaEvent(
        event.id(),
        event.source(),
        event.type(),
        event.epochMillis(),
        event.deltaClass(),
        seq,
        event.hlc(),
        event.mode(),
        event.key(),
        event.body());
  }

  @Test
  void oneReceiptIsOneEntryWhateverPathItCameBy() throws Exception {
    PretendBox other = new PretendBox("acme", "kit-5", 2);
    SignedSale sale = box.signedSale(900);

    take(box.taken(sale, Mode.LIVE), other.taken(sale, Mode.LIVE));

    assertEquals(2, number("SELECT count(*) FROM delta"));
    assertEquals(1, number("SELECT count(*) FROM live_sale"));
    assertEquals(900, number("SELECT sum(total) FROM live_sale"));
    assertEquals(2, number("SELECT paths FROM live_sale"));
  }

  @Test
  void rehearsalAndDemoNeverEnterTheLiveBooks() throws Exception {
    SignedSale twice = box.signedSale(700);

    take(
        box.taken(twice, Mode.REHEARSAL),
        box.sale(300, Mode.DEMO),
        box.refund(twice.receipt(), 100, Mode.REHEARSAL),
        box.taken(twice, Mode.LIVE));

    assertEquals(3, number("SELECT count(*) FROM sale"));
    assertEquals(700, number("SELECT sum(total) FROM live_sale"));
    assertEquals(0, number("SELECT sum(refunded) FROM live_sale"));
    assertEquals(0, number("SELECT count(*) FROM live_refund"));
    assertEquals(100, number("SELECT refunded FROM sale WHERE mode = 'rehearsal'"));
  }

  @Test
  void aRefundMayBeHereBeforeItsSale() throws Exception {
    SignedSale sale = box.signedSale(700);
    DeltaEvent taken = box.taken(sale, Mode.LIVE);

    take(box.refund(sale.receipt(), 200, Mode.LIVE));
    take(taken);
    take(box.refund(sale.receipt(), 300, Mode.LIVE));

    assertEquals(500, number("SELECT refunded FROM live_sale"));
  }

  @Test
  void aSaleThatCannotBeReadIsKeptAndComplainedOf() throws Exception {
    SignedSale sale = box.signedSale(700);
    SignedSale other = box.signedSale(800);
    String key = "sale/" + sale.receipt();
    take(
        box.event(DeltaClass.P0, "sale-taken", key, Mode.LIVE, "{\"receipt\":\"x\"}"),
        box.event(
            DeltaClass.P0,
            "sale-taken",
            key,
            Mode.LIVE,
            "{\"receipt\":\"" + other.receipt() + "\",\"jws\":\"" + sale.jws() + "\"}"),
        box.event(
            DeltaClass.P0,
            "sale-taken",
            key,
            Mode.LIVE,
            "{\"receipt\":\"" + sale.receipt() + "\",\"jws\":\"a.b.c\"}"));

    assertEquals(0, number("SELECT count(*) FROM sale"));
    assertEquals(3, number("SELECT count(*) FROM delta"));
    assertEquals(3, number("SELECT count(*) FROM dead_letter WHERE class = 'p0' AND seq > 0"));
    assertEquals(new Covered(3, List.of()), covered(DeltaClass.P0));
  }

  @Test
  void closedSequencesCountAsTaken() throws Exception {
    DeltaEvent first = box.power(10);
    box.next(DeltaClass.P2);
    box.next(DeltaClass.P2);
    DeltaEvent fourth = box.power(40);
    DeltaEvent closing =
        DeltaEvent.closing(
            box.source,
            DeltaClass.P2,
            new SequencesClosed(List.of(new Range(2, 3)), SequencesClosed.Why.COALESCED),
            1,
            Hlc.ZERO,
            Mode.LIVE);

    take(first, fourth);
    assertEquals(new Covered(1, List.of(new Range(4, 4))), covered(DeltaClass.P2));
    take(closing);
    take(closing);

    assertEquals(new Covered(4, List.of()), covered(DeltaClass.P2));
    assertEquals(2, number("SELECT count(*) FROM delta"));
    assertEquals(2, number("SELECT sum(last - first + 1) FROM closed"));
    assertEquals(1, number("SELECT count FROM wire_duplicate"));
  }

  @Test
  void whatWasClosedAndComesAllTheSameIsKept() throws Exception {
    DeltaEvent late = box.power(10);
    take(
        DeltaEvent.closing(
            box.source,
            DeltaClass.P2,
            new SequencesClosed(List.of(new Range(1, 1)), SequencesClosed.Why.COALESCED),
            1,
            Hlc.ZERO,
            Mode.LIVE),
        late);

    assertEquals(1, number("SELECT count(*) FROM delta"));
    assertEquals(0, number("SELECT count(*) FROM dead_letter"));
    assertEquals(new Covered(1, List.of()), covered(DeltaClass.P2));
  }

  @Test
  void theLossLedgerClosesTelemetry() throws Exception {
    String body = "{\"from\":3,\"to\":90,\"why\":\"no room\"}";
    take(
        box.reading(),
        box.reading(),
        box.event(DeltaClass.P1, "telemetry-shed", "shed/p3", Mode.LIVE, body));

    assertEquals(new Covered(90, List.of()), covered(DeltaClass.P3));
    assertEquals(new Covered(1, List.of()), covered(DeltaClass.P1));
    assertEquals("shed", text("SELECT why FROM closed WHERE class = 'p3'"));
  }

  @Test
  void aDeadLetterThatNamesItsPlaceCountsAsTaken() throws Exception {
    DeltaEvent first = box.power(10);
    Arrival second = box.arrival(box.power(20));
    DeltaEvent third = box.power(30);

    take(first, third);
    database.take(
        List.of(
            intake.read(
                new Arrival(
                    second.topic(), "text/plain", second.userProperties(), second.payload()))),
        5);

    assertEquals(new Covered(3, List.of()), covered(DeltaClass.P2));
    assertEquals(2, number("SELECT seq FROM dead_letter"));
  }

  @Test
  void deadLettersAreBoundedAndTheNamelessGoFirst() throws Exception {
    DeltaEvent named = box.power(10);
    Arrival bad = box.arrival(named);
    database.take(
        List.of(
            intake.read(
                new Arrival(bad.topic(), "text/plain", bad.userProperties(), bad.payload()))),
        1);
    for (int round = 0; round < 12; round++) {
      List<Intake.Read> garbage = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        byte[] payload = ("garbage " + round + "/" + i).getBytes(StandardCharsets.UTF_8);
        garbage.add(intake.read(new Arrival(bad.topic(), "", List.of(), payload)));
      }
      database.take(garbage, 2);
    }

    assertEquals(DeadLetterTable.ROWS_MAX, number("SELECT count(*) FROM dead_letter"));
    assertEquals(1, number("SELECT count(*) FROM dead_letter WHERE seq = 1"));
    assertEquals(
        12_001 - DeadLetterTable.ROWS_MAX,
        number("SELECT value FROM setting WHERE name = 'dead_letters_dropped'"));
    assertEquals(12_001 - DeadLetterTable.ROWS_MAX, Status.of(folder).dropped());
  }

  @Test
  void aLongPayloadIsKeptInPart() throws Exception {
    byte[] megabyte = new byte[1 << 20];
    database.take(
        List.of(intake.read(new Arrival("x".repeat(60_000), "", List.of(), megabyte))), 1);

    assertEquals(megabyte.length, number("SELECT size FROM dead_letter"));
    assertEquals(DeadLetterTable.PAYLOAD_MAX, number("SELECT length(payload) FROM dead_letter"));
    assertTrue(number("SELECT length(topic) FROM dead_letter") < 400);
  }

  @Test
  void whatWasTakenIsThereAfterARestart() throws Exception {
    take(box.power(1), box.power(2));
    box.next(DeltaClass.P2);
    take(box.power(4));
    database.close();

    database = UpstreamDatabase.open(folder, ACME);

    assertEquals(List.of(box.box()), database.boxes());
    assertEquals(new Covered(2, List.of(new Range(4, 4))), covered(DeltaClass.P2));
    take(box.power(5));
    assertEquals(new Covered(2, List.of(new Range(4, 5))), covered(DeltaClass.P2));
  }

  @Test
  void aTransactionThatCameToNothingLeavesNothingBehind() throws Exception {
    database.close();
    database = UpstreamDatabase.open(folder, ACME, Duration.ofMillis(20));
    take(box.power(1));
    DeltaEvent second = box.power(2);
    try (Connection other = connection();
        Statement statement = other.createStatement()) {
      statement.executeUpdate("BEGIN IMMEDIATE");
      assertThrows(NotNow.class, () -> take(second));
      assertEquals(new Covered(1, List.of()), covered(DeltaClass.P2));
      statement.executeUpdate("ROLLBACK");
    }

    take(second);

    assertEquals(new Covered(2, List.of()), covered(DeltaClass.P2));
    assertEquals(2, number("SELECT count(*) FROM delta"));
  }

  @Test
  void aDatabaseThatAnotherProgramHasLockedIsNoFailedDisk() throws Exception {
    database.close();
    try (Connection other = connection();
        Statement statement = other.createStatement()) {
      statement.executeUpdate("BEGIN IMMEDIATE");
      Unusable locked =
          assertThrows(
              Unusable.class, () -> UpstreamDatabase.open(folder, ACME, Duration.ofMillis(20)));
      assertEquals(75, locked.exit());
      assertTrue(locked.getMessage().contains("has locked"), locked.getMessage());
      statement.executeUpdate("ROLLBACK");
    }
    database = UpstreamDatabase.open(folder, ACME);
  }

  @Test
  void oneFolderIsOneUpstreamsAndOneFleets() {
    assertEquals(
        75, assertThrows(Unusable.class, () -> UpstreamDatabase.open(folder, ACME)).exit());
    database.close();
    Unusable other =
        assertThrows(Unusable.class, () -> UpstreamDatabase.open(folder, new FleetId("other")));
    assertEquals(65, other.exit());
    database = UpstreamDatabase.open(folder, ACME);
  }

  @Test
  void aForeignOrTornFileIsLeftAsItIs() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    try (Connection foreign =
            DriverManager.getConnection("jdbc:sqlite:" + elsewhere.resolve("upstream.db"));
        Statement statement = foreign.createStatement()) {
      statement.executeUpdate("CREATE TABLE holiday (photo BLOB)");
    }
    assertEquals(
        65, assertThrows(Unusable.class, () -> UpstreamDatabase.open(elsewhere, ACME)).exit());

    Path torn = Files.createDirectory(folder.resolve("torn"));
    Files.writeString(torn.resolve("upstream.db"), "not a database at all".repeat(100));
    assertEquals(65, assertThrows(Unusable.class, () -> UpstreamDatabase.open(torn, ACME)).exit());
    assertEquals(65, assertThrows(Unusable.class, () -> Status.of(torn)).exit());
    assertEquals(65, assertThrows(Unusable.class, () -> Status.of(folder.resolve("no"))).exit());
  }

  @Test
  void aFolderThatCannotBeMadeIsSaidSo() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertEquals(
        73,
        assertThrows(Unusable.class, () -> UpstreamDatabase.open(file.resolve("x"), ACME)).exit());
  }

  @Test
  void statusCountsWhatIsThere() throws Exception {
    box.next(DeltaClass.P0);
    SignedSale sale = box.signedSale(700);
    DeltaEvent taken = box.taken(sale, Mode.LIVE);
    take(taken, taken, box.refund(sale.receipt(), 200, Mode.LIVE), box.sale(5, Mode.DEMO));

    Status status = Status.of(folder);

    Status.BoxClass p0 = status.classes().getFirst();
    assertEquals(3, p0.deltas());
    assertEquals(0, p0.prefix());
    assertEquals(4, p0.last());
    assertEquals(1, p0.missing());
    assertEquals(1, p0.duplicates());
    assertEquals(
        List.of(
            new Status.Book("demo", "EUR", 1, number(5), 0, number(0)),
            new Status.Book("live", "EUR", 1, number(700), 1, number(200))),
        status.books());
    assertTrue(status.json().contains("\"missing\" : 1"));
    assertTrue(status.text().contains("live      1 sales, 7.00 EUR; 1 refunds, 2.00 EUR"));
  }

  private static BigInteger number(long value) {
    return BigInteger.valueOf(value);
  }

  private Taken take(DeltaEvent... events) throws NotNow {
    List<Intake.Read> reads = new ArrayList<>();
    for (DeltaEvent event : events) {
      reads.add(intake.read(box.arrival(EventCodec.single(event))));
      if (!event.source().kit().equals(box.source.kit())) {
        reads.removeLast();
        reads.add(new Intake.Read(List.of(event), List.of()));
      }
    }
    return database.take(reads, 1_795_340_000_000L);
  }

  private Covered covered(DeltaClass deltaClass) {
    Map<DeltaClass, Covered> all = database.covered(box.box());
    return all.getOrDefault(deltaClass, Covered.NOTHING);
  }

  private Connection connection() throws SQLException {
    return new DatabaseFile(folder).open();
  }

  private long number(String sql) throws SQLException {
    return new DatabaseFile(folder).number(sql);
  }

  private String text(String sql) throws SQLException {
    return new DatabaseFile(folder).text(sql);
  }
}
