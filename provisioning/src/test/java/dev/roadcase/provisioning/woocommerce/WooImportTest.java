package dev.roadcase.provisioning.woocommerce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.provisioning.catalogue.Imported;
import dev.roadcase.provisioning.catalogue.Note;
import dev.roadcase.provisioning.catalogue.Shot;
import dev.roadcase.provisioning.catalogue.Terms;
import dev.roadcase.provisioning.pack.Export;
import dev.roadcase.provisioning.sheet.Sheet;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WooImportTest {
  private static final Currency EUR = Currency.getInstance("EUR");

  // The export as a shop makes it

  @Test
  void whatIsSoldIsReadAndTheRestIsSaid() throws Exception {
    Imported read = sample("2026-06-03");
    assertEquals(List.of(), read.problems());
    assertEquals(
        List.of(
            "RD-TEE-RED-M",
            "road-tee-red",
            "RD-TEE-SEA-S",
            "RD-MUG",
            "RD-SEAT",
            "RD-SOUP",
            "RD-ODD",
            "RD-PRE",
            "RD-FREE"),
        read.items().stream().map(i -> i.sku().value()).toList());
    assertEquals(
        List.of(
            "columns-unread",
            "not-tracked",
            "continues",
            "oversold",
            "out-of-stock",
            "shared-stock",
            "sale-price",
            "any-option",
            "sku-made",
            "not-taxable",
            "free",
            "draft",
            "unpublished",
            "no-price",
            "grouped",
            "external"),
        read.notes().stream().map(Note::kind).toList());
  }

  @Test
  void variationsFindTheirProductWhereverItStands() throws Exception {
    Imported read = sample("2026-06-03");
    Item red = item(read, "RD-TEE-RED-M");
    assertEquals("Road Tee 🎸 – Red / M", red.label());
    assertEquals("road-tee", red.product());
    assertEquals("Heavy cotton.\nWash at 30 °C.\n\n- Printed here", red.description());
    assertEquals(List.of("Red"), item(read, "road-tee-red").options());
    assertEquals(List.of("Sea, green", "S"), item(read, "RD-TEE-SEA-S").options());
  }

  @Test
  void stockThatVariationsShareIsDividedAndNeverSoldTwice() throws Exception {
    Imported read = sample("2026-06-03");
    assertEquals(pieces(12), item(read, "RD-TEE-RED-M").stock());
    assertEquals(pieces(5), item(read, "road-tee-red").stock());
    assertEquals(pieces(4), item(read, "RD-TEE-SEA-S").stock());
  }

  @Test
  void aVariationShowsItsOwnPictureOrElseItsProducts() throws Exception {
    Imported read = sample("2026-06-03");
    String uploads = "https://shop.example/wp-content/uploads/";
    assertEquals(
        List.of(new Shot(uploads + "tee-red-1024x1024.jpg", "")),
        read.shots().get(new Sku("RD-TEE-RED-M")));
    assertEquals(
        List.of(new Shot(uploads + "tee.jpg", ""), new Shot(uploads + "tee-back.jpg", "")),
        read.shots().get(new Sku("RD-TEE-SEA-S")));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-31, 1000, sale-not-now",
    "2026-06-01,  800, sale-price",
    "2026-06-07,  800, sale-price",
    "2026-06-08, 1000, sale-not-now",
  })
  void aSalePriceCountsFromItsFirstDayToItsLast(String day, long price, String said)
      throws Exception {
    Imported read = sample(day);
    assertEquals(price, item(read, "RD-MUG").price().minor());
    assertTrue(read.notes().stream().anyMatch(n -> n.kind().equals(said)));
  }

  @Test
  void stockIsCountedOnlyWhereTheShopCounts() throws Exception {
    Imported read = sample("2026-06-03");
    assertEquals(Stock.UNTRACKED, item(read, "RD-SOUP").stock());
    assertEquals(pieces(0), item(read, "RD-ODD").stock());
    assertEquals(Stock.UNTRACKED, item(read, "RD-PRE").stock());
    assertEquals(pieces(0), item(read, "RD-SEAT").stock());
  }

  @Test
  void taxClassesAreThoseThatWereGivenARate() throws Exception {
    Imported read = sample("2026-06-03");
    assertEquals("reduced", item(read, "RD-MUG").taxClass());
    assertEquals("none", item(read, "RD-SEAT").taxClass());
    Imported without = Export.readAny(sheet(sample()), terms(Set.of(), "2026-06-03"));
    assertEquals("Tax class", without.problems().getFirst().column());
    assertTrue(without.problems().getFirst().reason().contains("--tax-class reduced-rate=RATE"));
    assertEquals(1, without.problems().size());
  }

  @Test
  void whatASpreadsheetMightRunIsText() throws Exception {
    assertEquals("=cmd|' /C calc'!A0", item(sample("2026-06-03"), "RD-FREE").title());
  }

  // As shops export it

  private static final String SHORT =
      "ID,Type,SKU,Name,Published,Stock,Regular price,Parent,Attribute 1 name,Attribute 1 value(s)\n";

  @Test
  void namesAreReadAsAVisitorReadsThem() {
    Imported read =
        read(
            SHORT
                + "1,variable,,Salt &amp; Pepper <small>set</small>,1,,,,Colour,\"Black &amp; White\\, striped, Red\"\n"
                + "2,variation,SP-1,x,1,5,4.00,id:1,Colour,\"Black &amp; White\\, striped\"\n"
                + "3,simple,S-1,I <3 Roadcase & R&B,1,5,4.00,,,\n");
    assertEquals(List.of(), read.problems());
    assertEquals("Salt & Pepper set – Black & White, striped", item(read, "SP-1").label());
    assertEquals("salt-pepper-set", item(read, "SP-1").product());
    assertEquals("I <3 Roadcase & R&B", item(read, "S-1").title());
  }

  @Test
  void aBritishShopHidesWhatItHidesToo() {
    Imported read =
        read(
            "Type,SKU,Name,Visibility in catalogue,Regular price\n"
                + "simple,A,Fine,visible,1.00\nsimple,B,Deposit,hidden,1.00\n");
    assertEquals(1, read.items().size());
    assertEquals("unpublished", read.notes().getLast().kind());
  }

  @Test
  void aVariationMayStandBeforeItsProductAndNameItAnyWay() {
    Imported read =
        read(
            SHORT
                + "2,variation,V-1,x,1,5,4.00,P,Size,S\n"
                + "3,variation,V-2,x,1,5,4.00,id:1,Size,M\n"
                + "4,variation,V-3,x,1,5,4.00,ID: 1,Size,L\n"
                + "1,variable,P,Tee,1,,,,Size,\"S, M, L\"\n");
    assertEquals(List.of(), read.problems());
    assertEquals(List.of("S"), item(read, "V-1").options());
    assertEquals(3, read.items().size());
  }

  @Test
  void columnsOfPluginsAndMetaAreNobodysBusiness() {
    String header =
        SHORT.strip() + ",Meta: _x,Meta: _x,\"GTIN, UPC, EAN, or ISBN\",Brands,Categories\n";
    Imported read =
        read(
            header
                + "1,simple,A,Fine,1,5,1.00,,,,"
                + "x".repeat(1_100_000)
                + ",\"a:1:{i:0;s:1:\"\"x\"\";}\",,,\"Clothing > Tees, Sale\"\n");
    assertEquals(List.of(), read.problems());
    assertEquals(1, read.items().size());
  }

  @Test
  void aShopWithDecimalCommasSaysHowToBeRead() {
    Imported read = read(SHORT + "1,simple,A,Fine,1,5,\"1,50\",,,\n");
    assertTrue(read.problems().getFirst().reason().contains("--decimal-comma"));
  }

  @Test
  void anExportThatWasSavedAsUtf16WithTabsIsRead() {
    byte[] wide =
        (SHORT + "1,simple,A,Crème,1,5,1.50,,,\n")
            .replace(',', '\t')
            .getBytes(StandardCharsets.UTF_16);
    Imported read = Export.readAny(sheet(wide), terms(Set.of(), "2026-06-03"));
    assertEquals("Crème", item(read, "A").title());
  }

  @Test
  void thousandsOfVariationsOfOneProductAreReadAtOnce() {
    StringBuilder rows = new StringBuilder(SHORT);
    for (int i = 2; i < 5_002; i++) {
      rows.append("%d,variation,V-%d,x,1,parent,4.00,id:1,Size,%d\n".formatted(i, i, i));
    }
    rows.append("1,variable,P,Tee,1,10000,,,Size,many\n");
    Imported read = read(rows.toString());
    assertEquals(5_000, read.items().size());
    assertEquals(pieces(2), read.items().getLast().stock());
  }

  @Test
  void aVariationWithoutItsProductIsNamed() {
    Imported read =
        read(SHORT + "2,variation,V-1,x,1,5,4.00,P,Size,S\n1,simple,Q,Tee,1,5,1.00,,,\n");
    assertEquals("Parent", read.problems().getFirst().column());
    assertEquals(1, read.items().size());
  }

  // Bad rows

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "variation,X,Name,,1,5,1.00,id:9 | Parent | is no product of this file",
        "variation,X,Name,,1,5,1.00, | Parent | is blank",
        "simple,X,Name,,3,5,1.00, | Published | is not 1, 0, -1 or 2",
        "simple,X,Name,,1,many,1.00, | Stock | no whole number",
        "simple,X,Name,,1,5,'1,00', | Regular price | write 1.00; when all",
        "simple,X,,,1,5,1.00, | Name | is blank",
        "simple,A,Name,,1,5,1.00, | SKU | line 2 has it",
        "simple,X,Name,soon,1,5,1.00, | Date sale price ends | write 2026-06-30",
      })
  void aBadRowIsNamedAndTakesNoOtherWithIt(String row, String column, String reason) {
    String csv =
        "Type,SKU,Name,Date sale price ends,Published,Stock,Regular price,Parent,Sale price\n"
            + "simple,A,Fine,,1,5,1.00,,\n"
            + row.replace('\'', '"')
            + ",0.50\n";
    Imported read = read(csv);
    assertEquals(1, read.problems().size(), read.problems().toString());
    assertEquals(3, read.problems().getFirst().line());
    assertEquals(column, read.problems().getFirst().column());
    assertTrue(
        read.problems().getFirst().reason().contains(reason), read.problems().getFirst().reason());
    assertEquals("A", read.items().getFirst().sku().value());
  }

  @Test
  void anExportWithTranslatedHeadersIsToBeMadeInEnglish() {
    String csv =
        "ID,Typ,Artikelnummer,Name,Veröffentlicht" + ",Spalte".repeat(30) + "\n1,simple,A,B,1\n";
    String reason = read(csv).problems().getFirst().reason();
    assertTrue(reason.contains("must be made in English"), reason);
  }

  private static Imported read(String csv) {
    return Export.readAny(
        sheet(csv.getBytes(StandardCharsets.UTF_8)), terms(Set.of(), "2026-06-03"));
  }

  private static Imported sample(String day) throws Exception {
    return Export.readAny(sheet(sample()), terms(Set.of("reduced"), day));
  }

  private static byte[] sample() throws Exception {
    try (var in =
        WooImportTest.class.getResourceAsStream("/dev/roadcase/provisioning/woocommerce.csv")) {
      return in.readAllBytes();
    }
  }

  private static Sheet sheet(byte[] csv) {
    return Sheet.read(csv, Optional.empty());
  }

  private static Terms terms(Set<String> classes, String day) {
    return Terms.of(EUR, classes, LocalDate.parse(day));
  }

  private static Item item(Imported read, String sku) {
    return read.items().stream().filter(i -> i.sku().value().equals(sku)).findFirst().orElseThrow();
  }

  private static Stock pieces(long n) {
    return new Stock.Tracked(Quantity.pieces(n));
  }
}
