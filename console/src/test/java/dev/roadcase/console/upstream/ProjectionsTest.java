package dev.roadcase.console.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.console.upstream.Intake.Read;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.event.EventType;
import dev.roadcase.wire.event.UpstreamAck.Covered;
import dev.roadcase.wire.event.UpstreamAck.Stated;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is booked, by which release, and what an earlier release has left. */
class ProjectionsTest {
  private static final FleetId ACME = new FleetId("acme");
  private static final FleetId FAULT = new FleetId("fault");

  @TempDir private Path folder;

  @Test
  void moneyInAVersionOfALaterReleaseIsADeadLetterAndNotBooked() throws Exception {
    PretendBox box = new PretendBox("acme", "kit-1", 1);
    try (UpstreamDatabase database = UpstreamDatabase.open(folder, ACME)) {
      take(database, box.paired(Mode.LIVE), box.sale(700, Mode.LIVE));
      DeltaEvent later = inVersion(2, box.sale(300, Mode.LIVE));

      take(database, later);

      assertEquals(700, number("SELECT sum(total) FROM live_sale"));
      assertEquals(0, number("SELECT count(*) FROM delta WHERE type LIKE '%.v2'"));
      assertEquals(1, number("SELECT count(*) FROM dead_letter WHERE seq = " + later.seq()));
      assertEquals(
          List.of(new Range(later.seq(), later.seq())),
          database.stated(box.box()).get(DeltaClass.P0).dead(),
          "its box hears that it stands in no book");
      String status = Status.of(folder).text();
      assertTrue(status.contains("update upstream"), status);
    }
  }

  @Test
  void whatNobodyBooksIsKeptAsItCameWhateverItsVersion() throws Exception {
    PretendBox box = new PretendBox("acme", "kit-1", 1);
    try (UpstreamDatabase database = UpstreamDatabase.open(folder, ACME)) {
      take(database, inVersion(9, box.power(40)));

      assertEquals(1, number("SELECT count(*) FROM delta WHERE type LIKE '%.v9'"));
      assertEquals(0, number("SELECT count(*) FROM dead_letter"));
    }
  }

  @Test
  void aDatabaseOfAReleaseOfBeforeOpensWithItsBooks() throws Exception {
    unpack();
    UpstreamDatabase.open(folder, FAULT).close();
    assertBooked();
    assertEquals(1, number("SELECT count(*) FROM setting WHERE name = 'shed'"));
  }

  @Test
  void itsBooksAreMadeAgainFromItsDeltas() throws Exception {
    unpack();
    sql("UPDATE setting SET value = '1' WHERE name = 'books'");
    sql("UPDATE sale SET total = 7");
    UpstreamDatabase.open(folder, FAULT).close();
    assertBooked();
    assertEquals(0, number("SELECT count(*) FROM dead_letter"));
  }

  /** The sum that the box noted when that release acknowledged its money. */
  @Test
  void whatItsBoxWasToldIsSaidAgain() throws Exception {
    unpack();
    sql("DELETE FROM coverage_sum");
    try (UpstreamDatabase database = UpstreamDatabase.open(folder, FAULT)) {
      Box box = database.boxes().getFirst();
      assertEquals(
          new Stated(
              new Covered(32, List.of()),
              List.of(),
              MultisetHash.parse("Mpf98saTDVynir3FkT88js4Ec5VDPdQR3NXvWYb6eWw")),
          database.stated(box).get(DeltaClass.P0));
    }
  }

  @Test
  void aCountIsKeptOnceWithItsDifferenceAndReason() throws Exception {
    PretendBox box = new PretendBox("acme", "kit-1", 1);
    DeltaEvent counted =
        counted(
            box, "{\"sku\":\"TEE\",\"was\":40000,\"counted\":37000," + "\"reason\":\"missing\"}");
    DeltaEvent wrong =
        counted(box, "{\"sku\":\"TEE\",\"was\":40000,\"counted\":-1," + "\"reason\":\"missing\"}");
    DeltaEvent unknown =
        counted(box, "{\"sku\":\"TEE\",\"was\":1,\"counted\":1," + "\"reason\":\"eaten\"}");
    try (UpstreamDatabase database = UpstreamDatabase.open(folder, ACME)) {
      take(database, counted, counted, wrong, unknown);
      assertEquals(
          1,
          number(
              "SELECT count(*) FROM stock_count WHERE kit = 'kit-1' AND sku = 'TEE'"
                  + " AND counted - was = -3000 AND reason = 'missing' AND mode = 'live'"));
      assertEquals(1, number("SELECT count(*) FROM stock_count"));
      assertEquals(2, number("SELECT count(*) FROM dead_letter"));
    }
    UpstreamDatabase.open(folder, ACME).close();
    assertEquals(1, number("SELECT count(*) FROM stock_count"));
  }

  private static DeltaEvent counted(PretendBox box, String body) {
    return box.event(DeltaClass.P1, "stock-counted", "stock/TEE", Mode.LIVE, body);
  }

  private void assertBooked() throws SQLException {
    assertEquals(30, number("SELECT count(*) FROM sale"));
    assertEquals(15_750, number("SELECT sum(total) FROM sale"));
    assertEquals(1, number("SELECT sum(refunded) FROM sale"));
    assertEquals(1, number("SELECT count(*) FROM refund"));
    assertEquals(41, number("SELECT count(*) FROM delta"));
  }

  private void unpack() throws IOException {
    try (InputStream in =
        new GZIPInputStream(
            Objects.requireNonNull(
                ProjectionsTest.class.getResourceAsStream("upstream-2026-11.db.gz")))) {
      Files.copy(in, folder.resolve(UpstreamDatabase.FILE));
    }
  }

  private static DeltaEvent inVersion(int version, DeltaEvent event) {
    return new DeltaEvent(
        event.id(),
        event.source(),
        new EventType(event.type().word(), version),
        event.epochMillis(),
        event.deltaClass(),
        event.seq(),
        event.hlc(),
        event.mode(),
        event.key(),
        event.body());
  }

  private static void take(UpstreamDatabase database, DeltaEvent... deltas) throws NotNow {
    database.take(List.of(new Read(List.of(deltas), List.of())), 1_000);
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getLong(1);
    }
  }

  private void sql(String sql) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(UpstreamDatabase.FILE));
  }
}
