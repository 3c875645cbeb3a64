package dev.roadcase.console.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.console.upstream.UpstreamDatabase.Taken;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.event.SequencesClosed;
import dev.roadcase.wire.event.UpstreamAck.Covered;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One event that cannot be booked takes nothing else with it, and leaves nothing half done. */
class PoisonTest {
  private static final FleetId ACME = new FleetId("acme");

  @TempDir private Path folder;
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
  void anEventThatFailsHalfWayLeavesNothingInTheBooks() throws Exception {
    // The row stands when the trigger fails: FAIL takes back nothing by itself.
    sql(
        """
        CREATE TRIGGER poison AFTER INSERT ON sale WHEN NEW.total = 666
        BEGIN SELECT RAISE(FAIL, 'poison'); END
        """);
    DeltaEvent before = box.sale(100, Mode.LIVE);
    DeltaEvent poison = box.sale(666, Mode.LIVE);
    DeltaEvent after = box.sale(200, Mode.LIVE);

    Taken taken = take(before, poison, after);

    assertEquals(0, number("SELECT count(*) FROM sale WHERE total = 666"), "half of an event");
    assertEquals(300, number("SELECT sum(total) FROM live_sale"));
    assertEquals(1, taken.dead());
    assertEquals(poison.seq(), number("SELECT seq FROM dead_letter"));
    assertTrue(text("SELECT reason FROM dead_letter").contains("poison"));
    assertEquals(new Covered(3, List.of()), covered(DeltaClass.P0), "it will not come better");
  }

  @Test
  void anOverflowIsTheEventsAndNotTheDisks() throws Exception {
    sql(
        """
        CREATE TRIGGER overflow BEFORE INSERT ON delta WHEN NEW.type LIKE '%power-changed%'
        BEGIN SELECT abs(-9223372036854775807 - 1); END
        """);
    DeltaEvent poison = box.power(10);

    take(box.sale(100, Mode.LIVE), poison, box.sale(200, Mode.LIVE));
    take(poison);

    assertEquals(
        2,
        number("SELECT count(*) FROM live_sale"),
        text("SELECT group_concat(type || ' ' || seq) FROM delta")
            + text("SELECT group_concat(class || seq || ' ' || reason) FROM dead_letter"));
    assertEquals(1, number("SELECT count(*) FROM dead_letter"), "noted once");
    assertTrue(text("SELECT reason FROM dead_letter").contains("integer overflow"));
    assertEquals(new Covered(1, List.of()), covered(DeltaClass.P2));
  }

  @Test
  void aRangeRecordThatCannotBeStoredClosesNothing() throws Exception {
    sql(
        """
        CREATE TRIGGER poison AFTER INSERT ON closed WHEN NEW.first = 5
        BEGIN SELECT RAISE(FAIL, 'poison'); END
        """);
    DeltaEvent closing =
        DeltaEvent.closing(
            box.source,
            DeltaClass.P2,
            new SequencesClosed(
                List.of(new Range(1, 2), new Range(5, 6)), SequencesClosed.Why.COALESCED),
            1,
            Hlc.ZERO,
            Mode.LIVE);

    take(closing);

    assertEquals(0, number("SELECT count(*) FROM closed"));
    assertEquals(
        new Covered(0, List.of(new Range(6, 6))), covered(DeltaClass.P2), "its own place alone");
  }

  @Test
  void aDeadLetterThatCannotBeKeptStopsNothing() throws Exception {
    sql("CREATE TRIGGER poison BEFORE INSERT ON dead_letter BEGIN SELECT RAISE(FAIL, 'x'); END");
    String key = "sale/x";
    DeltaEvent bad = box.event(DeltaClass.P0, "sale-taken", key, Mode.LIVE, "{\"receipt\":\"x\"}");

    take(bad, box.sale(200, Mode.LIVE));

    assertEquals(200, number("SELECT sum(total) FROM live_sale"));
    assertEquals(new Covered(2, List.of()), covered(DeltaClass.P0));
  }

  private Taken take(DeltaEvent... events) throws NotNow {
    return database.take(List.of(new Intake.Read(List.of(events), List.of())), 1_000);
  }

  private Covered covered(DeltaClass deltaClass) {
    return database.covered(box.box()).getOrDefault(deltaClass, Covered.NOTHING);
  }

  private void sql(String sql) throws SQLException {
    new DatabaseFile(folder).run(sql);
  }

  private long number(String sql) throws SQLException {
    return new DatabaseFile(folder).number(sql);
  }

  private String text(String sql) throws SQLException {
    return new DatabaseFile(folder).text(sql);
  }
}
