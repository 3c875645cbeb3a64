package dev.roadcase.provisioning.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.provisioning.catalogue.Imported;
import dev.roadcase.provisioning.catalogue.Shot;
import dev.roadcase.provisioning.catalogue.Terms;
import dev.roadcase.provisioning.pack.Export;
import dev.roadcase.provisioning.sheet.Sheet;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainImportTest {
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  @Test
  void aListWithSemicolonsAndDecimalCommasIsRead() throws Exception {
    Imported read;
    try (var in =
        PlainImportTest.class.getResourceAsStream("/dev/roadcase/provisioning/prices.csv")) {
      read = Export.readAny(Sheet.read(in.readAllBytes(), Optional.empty()), terms(true));
    }
    assertEquals(List.of(), read.problems());
    assertEquals(3, read.products());
    Item jam = read.items().getFirst();
    assertEquals("Plum jam 🍑", jam.title());
    assertEquals(450, jam.price().minor());
    assertEquals("reduced", jam.taxClass());
    Item medium = read.items().get(2);
    assertEquals(102_500, medium.price().minor());
    assertEquals(List.of("Black", "M"), medium.options());
    assertEquals("tee", medium.product());
    assertEquals(Stock.UNTRACKED, read.items().get(3).stock());
    assertEquals(
        List.of(new Shot("Tee Black.jpg", ""), new Shot("tee-back.png", "")),
        read.shots().get(new Sku("TEE-M")));
  }

  @Test
  void theLinesOfADescriptionStayLinesUnlessItIsHtml() {
    Imported read =
        read(
            "sku,title,price,description\n"
                + "A,Thing,1.00,\"Two records.\n- Side one\n- Side two, 3 < 4\"\n"
                + "B,Other,1.00,\"<p>One\nparagraph.</p>\"\n");
    assertEquals("Two records.\n- Side one\n- Side two, 3 < 4", read.items().get(0).description());
    assertEquals("One paragraph.", read.items().get(1).description());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A,Thing,12.50,USD | currency | not the currency of this pack, which is EUR",
        "A,Thing,$12.50, | price | write 12.50, without a currency",
        "A,Thing,, | price | is blank",
        "A,,1.00, | title | is blank",
        "B,Thing,1.00, | sku | line 2 has it",
      })
  void aBadCellIsNamed(String row, String column, String reason) {
    Imported read = read("sku,title,price,currency\nB,Fine,1.00,eur\n" + row + "\n");
    assertEquals(1, read.problems().size(), read.problems().toString());
    assertEquals(column, read.problems().getFirst().column());
    assertTrue(
        read.problems().getFirst().reason().contains(reason), read.problems().getFirst().reason());
    assertEquals(1, read.items().size());
  }

  @Test
  void aPointWhereCommasWereAnnouncedIsNoGuess() {
    Imported read = Export.readAny(sheet("sku,title,price\nA,Thing,12.50\n"), terms(true));
    assertTrue(read.problems().getFirst().reason().contains("--decimal-comma says"));
  }

  @Test
  void aCellOfAMegabyteIsNamedByItsLine() {
    Imported read =
        read("sku,title,price,description\nA,Thing,1.00,\"" + "x".repeat(1_200_000) + "\"\n");
    assertEquals(1, read.problems().size(), read.problems().toString());
    assertEquals(2, read.problems().getFirst().line());
    assertEquals("description", read.problems().getFirst().column());
    assertTrue(read.problems().getFirst().reason().contains("at most"));
  }

  @Test
  void windowsLettersAreTakenWhenTheyAreAnnounced() {
    byte[] csv = "sku,title,price\nA,Crème “brûlée”,1.00\n".getBytes(WINDOWS);
    assertTrue(
        Export.readAny(Sheet.read(csv, Optional.empty()), terms(false))
            .problems()
            .getFirst()
            .reason()
            .contains("--encoding windows-1252"));
    assertEquals(
        "Crème “brûlée”",
        Export.readAny(Sheet.read(csv, Optional.of(WINDOWS)), terms(false))
            .items()
            .getFirst()
            .title());
  }

  @Test
  void aFileThatMarksItselfIsNotReadOtherwise() {
    byte[] csv = "\uFEFFsku,title,price\nA,Crème,1.00\n".getBytes(StandardCharsets.UTF_8);
    assertTrue(
        Export.readAny(Sheet.read(csv, Optional.of(WINDOWS)), terms(false))
            .problems()
            .getFirst()
            .reason()
            .contains("leave --encoding out"));
  }

  @Test
  void aFileOfTwoOctetsALetterWithoutAMarkIsKnownForWhatItIs() {
    byte[] csv = "sku,title,price\nA,Crème,1.00\n".getBytes(StandardCharsets.UTF_16LE);
    String reason =
        Export.readAny(Sheet.read(csv, Optional.empty()), terms(false))
            .problems()
            .getFirst()
            .reason();
    assertTrue(reason.contains("--encoding utf-16le"), reason);
    assertEquals(
        "Crème",
        Export.readAny(Sheet.read(csv, Optional.of(StandardCharsets.UTF_16LE)), terms(false))
            .items()
            .getFirst()
            .title());
  }

  @Test
  void theLineThatSpreadsheetsPutInFrontIsPassedOver() {
    Imported read = read("sep=;\nsku;title;price\nA;Thing;1.00\n");
    assertEquals(List.of(), read.problems());
    assertEquals("Thing", read.items().getFirst().title());
  }

  @Test
  void anUnknownHeaderNamesTheThreeKindsOfFile() {
    String reason = read("a,b,c\n1,2,3\n").problems().getFirst().reason();
    assertTrue(reason.contains("Shopify") && reason.contains("sku,title,price"), reason);
  }

  private static Imported read(String csv) {
    return Export.readAny(sheet(csv), terms(false));
  }

  private static Sheet sheet(String csv) {
    return Sheet.read(csv.getBytes(StandardCharsets.UTF_8), Optional.empty());
  }

  private static Terms terms(boolean comma) {
    return new Terms(
        Currency.getInstance("EUR"),
        Set.of("reduced"),
        false,
        false,
        comma,
        LocalDate.parse("2026-06-01"));
  }
}
