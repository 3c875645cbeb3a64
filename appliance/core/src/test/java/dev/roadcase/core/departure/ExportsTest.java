package dev.roadcase.core.departure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.audit.AuditFact;
import dev.roadcase.core.auth.DeviceFact;
import dev.roadcase.core.departure.ExportFact.BooksExported;
import dev.roadcase.core.fact.BoxFact;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.pack.PackFact;
import dev.roadcase.core.pack.Sku;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExportsTest {
  private final Exports exports = new Exports();
  private long position;
  private long p0;
  private long p1;

  @Test
  void withoutAnExportNothingIsInOne() {
    money();
    record();
    assertHeld(0, 0);
  }

  @Test
  void anExportHoldsWhatItSaysAndNothingAfterIt() {
    money();
    record();
    export(false);
    assertHeld(1, 1);
    money();
    record();
    record();
    assertHeld(1, 1);
    export(false);
    assertHeld(2, 3);
  }

  @Test
  void theStopTheStartAndTheTreeHeadAreNoReasonToExportOnceMore() {
    money();
    export(false);
    write(new AuditFact.TreeHeadSigned(1, Hash.NONE, "jwt"));
    write(new BoxFact.BoxStopped("asked to"));
    write(new BoxFact.BoxStarted("1", true));
    assertHeld(p0, p1);
    // With a sale behind them they are as good as any other: the export ends where it ended.
    money();
    assertHeld(1, 0);
  }

  @Test
  void anExportThatIsToldOfAfterARestartCountsAsWell() {
    money();
    BooksExported books = new BooksExported(position, Hash.NONE, p0, p1, false);
    write(new BoxFact.BoxStopped("asked to"));
    write(new BoxFact.BoxStarted("1", true));
    take(books);
    assertHeld(p0, p1);
  }

  @Test
  void whatWasSoldWhileItWasWrittenIsNotInIt() {
    money();
    BooksExported books = new BooksExported(position, Hash.NONE, p0, p1, false);
    money();
    take(books);
    assertHeld(1, 0);
  }

  @Test
  void onlyWhatReachesFurtherIsWrittenDown() {
    money();
    BooksExported first = new BooksExported(position, Hash.NONE, p0, p1, true);
    take(first);
    assertEquals(Optional.empty(), exports.note(first), "a retry");
    assertTrue(
        exports.note(new BooksExported(first.position(), Hash.NONE, p0, p1, false)).isPresent(),
        "the same, where it outlives the disk");
    assertEquals(
        Optional.empty(), exports.note(new BooksExported(0, Hash.NONE, 0, 0, false)), "older");
    assertFalse(
        exports.note(new BooksExported(position + 9, Hash.NONE, p0 + 5, p1, false)).isPresent(),
        "what was never written cannot have been exported");
  }

  @Test
  void aSnapshotGoesOnWhereItWas() {
    money();
    export(false);
    Exports other = new Exports();
    other.restore(exports.state());
    assertEquals(exports.state(), other.state());
    assertEquals(1, other.state().upTo(DeltaClass.P0));
  }

  private void assertHeld(long inP0, long inP1) {
    assertEquals(inP0, exports.state().upTo(DeltaClass.P0));
    assertEquals(inP1, exports.state().upTo(DeltaClass.P1));
    assertEquals(0, exports.state().upTo(DeltaClass.P2));
  }

  private void money() {
    write(new DeviceFact.DeviceRevoked(new DeviceId("d-AAAAAAAAAAAAAAAA"), "lost"));
  }

  private void record() {
    write(new PackFact.PriceChanged(new Sku("TEE"), 2, 3));
  }

  private void export(boolean ownDisk) {
    take(new BooksExported(position, Hash.NONE, p0, p1, ownDisk));
  }

  private void take(BooksExported books) {
    write(exports.note(books).orElseThrow());
  }

  private void write(FactBody body) {
    DeltaClass deltaClass = body.type().reach().deltaClass();
    long sequence = deltaClass == DeltaClass.P0 ? ++p0 : deltaClass == DeltaClass.P1 ? ++p1 : 0;
    Fact fact =
        new Fact(
            new KitId("kit-4"),
            new Incarnation("0123456789abcdef"),
            ++position,
            Hash.NONE,
            sequence,
            "c",
            new Now("a", position, 0, Now.OPEN, 0),
            Hlc.ZERO,
            Mode.LIVE,
            body);
    exports.apply(new Entry(position, fact, new byte[0], Hash.NONE));
    exports.publish();
  }
}
