package dev.roadcase.app.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.journal.JournalReader;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.event.DeltaEvent;
import dev.roadcase.wire.event.EventCodec;
import dev.roadcase.wire.event.EventMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Out of the journal of a release of before. */
class JournalDeltasTest {
  @TempDir private Path folder;

  private Path journal;

  @BeforeEach
  void unpack() throws IOException {
    journal = folder.resolve("journal.db");
    try (InputStream in = new GZIPInputStream(resource("../journal/journal-2026-11.db.gz"))) {
      Files.copy(in, journal);
    }
  }

  /** The lines were written when each fact was still decoded whole to make its delta. */
  @Test
  void everyDeltaIsOctetForOctetWhatItWasWhenFactsWereDecodedForIt() throws IOException {
    try (InputStream in = resource("deltas-2026-11.txt")) {
      assertEquals(
          new String(in.readAllBytes(), StandardCharsets.UTF_8),
          String.join("\n", deltas().stream().map(JournalDeltasTest::line).toList()) + "\n");
    }
  }

  @Test
  void aFactThatThisReleaseDoesNotKnowDoesNotStopTheUplink() throws Exception {
    List<DeltaEvent> before = deltas();
    change("\"type\":\"refund-given\",\"ver\":1", "\"type\":\"refund-undone\",\"ver\":7");

    List<DeltaEvent> after = deltas();

    assertEquals(before.size(), after.size());
    DeltaEvent unknown =
        after.stream()
            .filter(event -> event.type().toString().equals("dev.roadcase.refund-undone.v7"))
            .findFirst()
            .orElseThrow();
    DeltaEvent refund =
        before.stream().filter(event -> event.id().equals(unknown.id())).findFirst().orElseThrow();
    assertEquals(refund.body(), unknown.body());
    assertEquals(DeltaClass.P0, unknown.deltaClass());
  }

  @Test
  void aFactThatIsNoneIsNotPassedOver() throws Exception {
    change("\"type\":\"refund-given\"", "\"type\":\"refund-given");
    assertTrue(
        assertThrows(IllegalArgumentException.class, this::deltas)
            .getMessage()
            .contains("a stored fact"));
  }

  private List<DeltaEvent> deltas() {
    try (JournalReader reader = new JournalReader(journal)) {
      JournalDeltas deltas =
          new JournalDeltas(
              new Box.Identity(
                  new FleetId("fault"),
                  new KitId("kit-1"),
                  new Incarnation(reader.meta("incarnation").orElseThrow()),
                  Mode.REHEARSAL),
              reader);
      List<DeltaEvent> all = new ArrayList<>();
      for (DeltaClass deltaClass : DeltaClass.values()) {
        all.addAll(deltas.read(deltaClass, 1, 1_000, 1 << 20));
      }
      return all;
    }
  }

  /** What stands in the broker's queue, and what the event's sum is made of. */
  private static String line(DeltaEvent event) {
    EventMessage message = EventCodec.single(event);
    String packet =
        message.userProperties() + "\n" + new String(message.payload(), StandardCharsets.UTF_8);
    return String.join(
        " ",
        event.id(),
        message.topic(),
        message.contentType(),
        Hash.of(packet.getBytes(StandardCharsets.UTF_8)).value(),
        event.digest().value());
  }

  private void change(String from, String to) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + journal);
        Statement statement = connection.createStatement()) {
      assertEquals(
          1,
          statement.executeUpdate(
              "UPDATE fact SET record = CAST(replace(CAST(record AS TEXT), '%s', '%s') AS BLOB)"
                      .formatted(from, to)
                  + " WHERE instr(CAST(record AS TEXT), '%s')".formatted(from)));
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(JournalDeltasTest.class.getResourceAsStream(name), name);
  }
}
