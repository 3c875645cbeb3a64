package dev.roadcase.app.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roadcase.app.TestSite;
import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.disk.DiskSpace;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Reference;
import dev.roadcase.wire.log.LogVerifier;
import dev.roadcase.wire.log.Verdict;
import dev.roadcase.wire.x509.KitFolder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
  @TempDir Path folder;
  @TempDir Path stick;
  private TestSite site;
  private ReceiptToken receipt;

  @BeforeEach
  void aBoxThatSold() throws Exception {
    site = new TestSite(folder).start();
    TestSite.TestTill till = site.till();
    receipt =
        new ReceiptToken(
            till.sell(till.sign(till.sale(TestSite.SHIRT, TestSite.LEMONADE)))
                .body()
                .path("receipt")
                .asText());
    assertEquals(201, till.refund(receipt, 350).status());
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void theBooksOfABoxThatRunsAreWholeAndAsItShowedThem() throws Exception {
    Export.Written written = export(stick.toString());
    Path out = Path.of(written.where());
    assertWhole(Files.readAllBytes(out.resolve("log.rclog")), written.facts());

    List<String> rows = Files.readAllLines(out.resolve("sales.csv"));
    assertEquals(4, rows.size(), "a head, two lines, a refund");
    // One receipt in 64 begins with a hyphen, and has an apostrophe for spreadsheets.
    String cell = (receipt.value().startsWith("-") ? "'" : "") + receipt;
    assertTrue(rows.get(1).startsWith("sale," + cell + ","), rows.get(1));
    assertTrue(rows.get(2).contains(",LEMONADE,Lemonade,1,3.50,3.50,"), rows.get(2));
    assertTrue(rows.get(3).startsWith("refund,"), rows.get(3));
    assertTrue(rows.get(3).contains("," + cell + ","), rows.get(3));
    // What a customer reads out is in the table as well.
    String ending = "," + Reference.of(receipt) + ",,till of the test";
    assertTrue(rows.getFirst().endsWith(",reference,options,device_name"), rows.getFirst());
    assertTrue(rows.get(1).endsWith(ending) && rows.get(2).endsWith(ending), rows.get(1));
    assertTrue(rows.get(3).matches(".*,[0-9A-Z]{4}-[0-9A-Z]{4},,till of the test"), rows.get(3));
    assertTrue(Files.readString(out.resolve("README.txt")).contains("roadcase box verify"));
    try (Stream<Path> left = Files.list(stick)) {
      assertEquals(List.of(out), left.toList(), "nothing else is left there");
    }
  }

  @Test
  void aBoxThatStoppedIsExportedToo() throws Exception {
    site.stop();
    Export.Written written = export(stick.resolve("books.zip").toString());
    List<String> names = new ArrayList<>();
    try (InputStream file = Files.newInputStream(Path.of(written.where()));
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
        if (entry.getName().equals("log.rclog")) {
          assertWhole(zip.readAllBytes(), written.facts());
        }
      }
    }
    assertEquals(List.of("log.rclog", "sales.csv", "README.txt"), names);
  }

  @Test
  void whatIsThereIsNotOverwrittenAndWhatIsNoFolderIsRefused() throws Exception {
    site.stop();
    export(stick.toString());
    assertEquals(73, refused(stick.toString()).exit());
    assertTrue(refused(stick.resolve("unmounted").toString()).getMessage().contains("mounted"));
  }

  /** A pipe may lead nowhere: what left by it is known to be nowhere at all. */
  @Test
  void whatWentThroughAPipeIsWrittenAndDoesNotCountForStrike() throws Exception {
    ByteArrayOutputStream pipe = new ByteArrayOutputStream();
    OwnDisk own = OwnDisk.under(site.config().dataDir(), site.config().disk());
    Export.Written piped = Export.run(kit(), site.config().mode(), own, "-", pipe);
    assertTrue(pipe.size() > 0 && piped.facts() > 0, "it is written all the same");
    assertEquals(Optional.empty(), piped.claim());
    String why = piped.uncounted().orElseThrow();
    assertTrue(why.contains("does not count for strike") && why.contains("--to FOLDER"), why);

    Export.Written onDisk = export(stick.toString());
    assertTrue(onDisk.claim().isPresent() || DiskSpace.inMemory(stick), "a folder counts");
  }

  @Test
  void aMemoryDiskDoesNotOutliveTheBox() {
    Path memory = Path.of("/dev/shm");
    assumeTrue(Files.isDirectory(memory), "skipped: this machine has no disk in memory");
    assertTrue(DiskSpace.inMemory(memory));
    assertFalse(DiskSpace.inMemory(Path.of("/proc/self/nothing-there")));
  }

  @Test
  void aStickThatKeepsOtherBytesThanItWasGivenIsNoticed() throws Exception {
    Path file = stick.resolve("log.rclog");
    ReadBack back = new ReadBack(Files.newOutputStream(file));
    back.write(new byte[] {1, 2, 3});
    back.close();
    back.require(file);

    ReadBack lied = new ReadBack(OutputStream.nullOutputStream());
    lied.write(new byte[] {1, 2, 4});
    String said =
        String.valueOf(assertThrows(IOException.class, () -> lied.require(file)).getMessage());
    assertTrue(said.contains("not what was written"), said);
  }

  @Test
  void nothingOfTheKeysIsInIt() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Path written = Path.of(export(stick.toString()).where());
    for (String name : List.of("log.rclog", "sales.csv", "README.txt")) {
      out.write(Files.readAllBytes(written.resolve(name)));
    }
    String all = out.toString(StandardCharsets.UTF_8);
    assertTrue(!all.contains("pairing-offered") && !all.contains("PRIVATE"), "the private chain");
  }

  @Test
  void theRoomThatTheBoxNeedsIsNotAnExports() throws Exception {
    long lowWater = site.config().disk().lowWater();
    for (long free : new long[] {0, lowWater, lowWater + lowWater / 8}) {
      for (String to : List.of(stick.toString(), stick.resolve("books.zip").toString())) {
        Export.Cannot refused = refused(to, () -> free);
        assertEquals(73, refused.exit());
        String words = String.valueOf(refused.getMessage());
        assertTrue(words.contains("is on the box's own disk"), words);
        assertTrue(words.contains("--to /media/usb"), words);
        assertNothingIsLeft();
      }
    }
    export(stick.toString(), () -> lowWater * 2);
  }

  /** Once it is released there is room, by the numbers, and it is the refunds'. */
  @Test
  void aReserveThatWasReleasedIsWantedBack() throws Exception {
    BoxConfig.DiskRoom room = site.config().disk();
    long enough = room.lowWater() + room.lowWater() / 8 + (1 << 20);
    Files.write(site.config().dataDir().resolve("reserve"), new byte[0]);
    refused(stick.toString(), () -> enough);
    assertNothingIsLeft();
    export(stick.toString(), () -> enough + room.reserve());
  }

  @Test
  void anExportThatTakesMoreThanItSaidIsStoppedAndNothingStays() throws Exception {
    long lowWater = site.config().disk().lowWater();
    AtomicLong looks = new AtomicLong();
    OwnDisk shrinking = own(() -> looks.getAndIncrement() == 0 ? lowWater * 2 : lowWater - 1);
    shrinking.require(stick, 1);
    ByteArrayOutputStream into = new ByteArrayOutputStream();
    OutputStream out = shrinking.watched(Optional.of(stick), into);
    out.write(new byte[1000]);
    Export.Cannot stopped = assertThrows(Export.Cannot.class, () -> out.write(new byte[1 << 20]));
    assertEquals(73, stopped.exit());
    assertEquals(1000, into.size());
    assertTrue(String.valueOf(stopped.getMessage()).startsWith("stopped before it was whole"));

    for (String to : List.of(stick.toString(), stick.resolve("books.zip").toString())) {
      looks.set(0);
      assertThrows(Export.Cannot.class, () -> write(to, own(() -> free(looks, lowWater), 1)));
      assertNothingIsLeft();
    }
  }

  private static long free(AtomicLong looks, long lowWater) {
    return looks.getAndIncrement() == 0 ? lowWater * 2 : lowWater - 1;
  }

  private void assertNothingIsLeft() throws Exception {
    try (Stream<Path> left = Files.list(stick)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void aCellThatASpreadsheetWouldRunIsText() {
    assertEquals("'=1+1", SalesTable.text("=1+1"));
    assertEquals("'-2", SalesTable.text("-2"));
    assertEquals("'@x", SalesTable.text("@x"));
    assertEquals("Tee", SalesTable.text("Tee"));
    assertEquals("\"Tee \"\"M\"\", red\"", SalesTable.quoted("Tee \"M\", red"));
  }

  private void assertWhole(byte[] log, long facts) throws Exception {
    Verdict verdict = LogVerifier.verify(new ByteArrayInputStream(log), Optional.of(kit().root()));
    assertEquals(
        facts, assertInstanceOf(Verdict.Whole.class, verdict, verdict::toString).records());
  }

  private KitFolder kit() throws Exception {
    return KitFolder.read(site.config().identity());
  }

  private Export.Written export(String to) throws Exception {
    return write(to, OwnDisk.under(site.config().dataDir(), site.config().disk()));
  }

  private Export.Written export(String to, LongSupplier free) throws Exception {
    return write(to, own(free));
  }

  private Export.Written write(String to, OwnDisk own) throws Exception {
    return Export.run(kit(), site.config().mode(), own, to, System.out);
  }

  private OwnDisk own(LongSupplier free) {
    return own(free, OwnDisk.LOOK_EVERY);
  }

  private OwnDisk own(LongSupplier free, int lookEvery) {
    return new OwnDisk(
        site.config().dataDir(), site.config().disk(), _ -> free.getAsLong(), lookEvery);
  }

  private Export.Cannot refused(String to) {
    return assertThrows(Export.Cannot.class, () -> export(to));
  }

  private Export.Cannot refused(String to, LongSupplier free) {
    return assertThrows(Export.Cannot.class, () -> export(to, free));
  }
}
