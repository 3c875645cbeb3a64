package dev.roadcase.app.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.TestSite;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.wire.log.LogVerifier;
import dev.roadcase.wire.log.Verdict;
import dev.roadcase.wire.x509.KitFolder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    assertTrue(rows.get(1).startsWith("sale," + receipt + ","), rows.get(1));
    assertTrue(rows.get(2).contains(",LEMONADE,Lemonade,1,3.50,3.50,"), rows.get(2));
    assertTrue(rows.get(3).startsWith("refund,"), rows.get(3));
    assertTrue(rows.get(3).contains("," + receipt + ","), rows.get(3));
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
    return Export.run(kit(), site.config().mode(), site.config().dataDir(), to, System.out);
  }

  private Export.Cannot refused(String to) {
    return assertThrows(Export.Cannot.class, () -> export(to));
  }
}
