package dev.roadcase.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.app.TestSite.TestTill;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.LifeCommand;
import dev.roadcase.app.journal.JournalReader;
import dev.roadcase.app.journal.JournalShelf;
import dev.roadcase.app.journal.Recovery;
import dev.roadcase.app.journal.Snapshots;
import dev.roadcase.app.journal.SqliteJournal;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.fact.FactJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was dated by a clock that was wrong moves a box for one run at the most. */
class AbsurdTimesTest {
  private static final long IN_2100 = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

  @TempDir private Path folder;
  private TestSite site;
  private TestTill till;

  @BeforeEach
  void aBoxThatHasSold() throws Exception {
    site = new TestSite(folder).start();
    till = site.till();
    sells();
    site.stop();
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void aMarkOfTimeAfterTheEndOfTheKeysIsPutAside() throws Exception {
    for (String absurd :
        List.of(Long.toString(IN_2100), "", "x".repeat(14), "9".repeat(30), "-1")) {
      Files.writeString(mark(), absurd + "\n");
      site.start();
      isToday();
      sells();
      takesAPack();
      site.stop();
      assertEquals(absurd + "\n", Files.readString(folder.resolve("data/clock.mark.damaged")));
      Files.deleteIfExists(mark());
    }
  }

  @Test
  void aMarkThatCanBeIsBelieved() throws Exception {
    long tomorrow = Instant.now().plus(Duration.ofDays(1)).toEpochMilli();
    Files.writeString(mark(), tomorrow + "\n");
    site.start();
    assertTrue(clock().path("lo").asLong() >= tomorrow);
  }

  @Test
  void aJournalThatWasDatedIn2100IsBelievedAsFarAsItCanBe() throws Exception {
    try (SqliteJournal journal = SqliteJournal.open(site.config().dataDir());
        JournalReader reader = new JournalReader(journal.file())) {
      JournalShelf shelf = new JournalShelf(reader);
      FactJson codec = new FactJson(shelf);
      var incarnation =
          journal.claim(
              new KitId("kit-1"),
              () -> {
                throw new AssertionError("it has an owner");
              });
      Box box =
          new Box(
              new Box.Identity(
                  new FleetId("test"), new KitId("kit-1"), incarnation, Mode.REHEARSAL),
              codec);
      Recovery.recover(box, journal, new Snapshots(Mode.REHEARSAL, shelf), codec);
      Now then = new Now("2100", 1, IN_2100, Now.OPEN, IN_2100);
      journal.commit(
          List.of(box.decide(then, new LifeCommand.Start("test", true))),
          Mode.REHEARSAL,
          box.telemetry().firstKept());
    }
    site.start();
    isToday();
    sells();
    takesAPack();
    site.stop();
    // And again, when the newest facts are dated right behind those that are not.
    site.start();
    isToday();
    sells();
  }

  private Path mark() {
    return folder.resolve("data/clock.mark");
  }

  private void isToday() throws Exception {
    JsonNode clock = clock();
    long now = System.currentTimeMillis();
    assertTrue(clock.path("lo").asLong() <= now, clock::toString);
    assertTrue(clock.path("lo").asLong() > now - Duration.ofDays(1).toMillis(), clock::toString);
    assertTrue(clock.path("sure").asBoolean(), clock::toString);
  }

  private JsonNode clock() throws Exception {
    return site.admin("GET", "/box", "").body().path("clock");
  }

  private void sells() throws Exception {
    assertEquals(201, till.sell(till.sign(till.sale(TestSite.LEMONADE))).status());
  }

  private long version = 1;

  private void takesAPack() throws Exception {
    site.stop();
    site.writePack(++version, 2500);
    site.start();
    JsonNode pack = site.admin("GET", "/box", "").body().path("pack");
    assertEquals(version, pack.path("version").asLong(), pack::toString);
    assertFalse(pack.path("nextRefused").isTextual(), pack::toString);
  }
}
