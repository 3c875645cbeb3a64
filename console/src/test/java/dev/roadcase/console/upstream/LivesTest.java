package dev.roadcase.console.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.console.upstream.UpstreamDatabase.Taken;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.event.UpstreamAck.Covered;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kit may be born again, and not any number of times a day. */
class LivesTest {
  private static final FleetId ACME = new FleetId("acme");
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long NOW = 1_795_340_000_000L;

  @TempDir private Path folder;
  private UpstreamDatabase database;

  @BeforeEach
  void open() {
    database = UpstreamDatabase.open(folder, ACME);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aKitHasSoManyNewLivesADayAndTheOthersAreNotDisturbed() throws Exception {
    for (int i = 0; i < BoxTable.NEW_A_DAY; i++) {
      take(NOW, new PretendBox("acme", "kit-2", i).power(1));
    }
    PretendBox last = new PretendBox("acme", "kit-2", 1_000_000);
    DeltaEvent event = last.power(1);

    Taken taken = take(NOW, event);

    assertEquals(1, taken.dead());
    assertEquals(List.of(), List.copyOf(taken.touched()), "no box of its own");
    assertTrue(database.covered(last.box()).isEmpty(), "not acknowledged: it comes again");
    PretendBox other = new PretendBox("acme", "kit-1", 5);
    assertEquals(0, take(NOW, other.power(1)).dead());

    assertEquals(0, take(NOW + DAY + 1, event).dead(), "and may count then");
    assertEquals(new Covered(1, List.of()), database.covered(last.box()).get(DeltaClass.P2));
  }

  @Test
  void whatIsBeyondThemCostsALetterATransactionAndIsCounted() throws Exception {
    for (int i = 0; i < BoxTable.NEW_A_DAY; i++) {
      take(NOW, new PretendBox("acme", "kit-2", i).power(1));
    }
    DeltaEvent[] flood = new DeltaEvent[500];
    for (int i = 0; i < flood.length; i++) {
      flood[i] = new PretendBox("acme", "kit-2", 1_000 + i).power(1);
    }

    assertEquals(flood.length, take(NOW, flood).dead());

    assertEquals(1, new DatabaseFile(folder).number("SELECT count(*) FROM dead_letter"));
    assertEquals(BoxTable.NEW_A_DAY, new DatabaseFile(folder).number("SELECT count(*) FROM box"));
  }

  @Test
  void aLifeThatIsKnownGoesOnWhateverItsKitHasDone() throws Exception {
    PretendBox old = new PretendBox("acme", "kit-2", 1);
    take(NOW, old.power(1));
    for (int i = 0; i < 2 * BoxTable.NEW_A_DAY; i++) {
      take(NOW, new PretendBox("acme", "kit-2", 10 + i).power(1));
    }
    database.close();
    database = UpstreamDatabase.open(folder, ACME);

    assertEquals(0, take(NOW + 1, old.power(2)).dead());
    assertEquals(new Covered(2, List.of()), database.covered(old.box()).get(DeltaClass.P2));
  }

  @Test
  void ofEachKitTheNewestAreAcknowledgedUnasked() throws Exception {
    List<Box> lives = new ArrayList<>();
    PretendBox other = new PretendBox("acme", "kit-1", 1);
    take(NOW, other.power(1));
    for (int i = 0; i < 40; i++) {
      PretendBox one = new PretendBox("acme", "kit-2", i + 1);
      take(NOW + i, one.power(1));
      lives.add(one.box());
    }

    List<Box> newest = database.boxes();

    assertEquals(BoxTable.ACKNOWLEDGED + 1, newest.size());
    assertTrue(newest.contains(other.box()), "a quiet kit is not forgotten");
    assertEquals(lives.subList(40 - BoxTable.ACKNOWLEDGED, 40), newest.subList(1, newest.size()));
    Taken asked = take(NOW + 100, new PretendBox("acme", "kit-2", 1).power(1));
    assertEquals(1, asked.touched().size(), "one that is heard is acknowledged, old or not");
  }

  private Taken take(long now, DeltaEvent... events) throws NotNow {
    return database.take(List.of(new Intake.Read(List.of(events), List.of())), now);
  }
}
