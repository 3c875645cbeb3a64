package dev.roadcase.provisioning.shopify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.provisioning.catalogue.Imported;
import dev.roadcase.provisioning.catalogue.MadeSku;
import dev.roadcase.provisioning.catalogue.Note;
import dev.roadcase.provisioning.catalogue.Reading;
import dev.roadcase.provisioning.catalogue.Terms;
import dev.roadcase.provisioning.sheet.Problem;
import dev.roadcase.provisioning.sheet.Sheet;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProductImportTest {
  private static final Currency EUR = Currency.getInstance("EUR");
  private static final LocalDate ANY_DAY = LocalDate.parse("2026-06-01");
  private static final String HEADER =
      "Handle,Title,Body (HTML),Vendor,Tags,Published,Option1 Name,Option1 Value,Option2 Name,"
          + "Option2 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,"
          + "Variant Inventory Policy,Variant Price,Variant Taxable,Image Src,Gift Card,Status\n";

  /** One product, one variant; each test changes a cell of it. */
  private static final String TOTE =
      "tote,Tote,<p>Long handles</p>,V,bag,true,Title,Default Title,,,"
          + "T-1,shopify,40,deny,12.50,true,http://x/1.jpg,false,active\n";

  // What is read

  @Test
  void aProductWithoutOptionsIsOneItem() {
    Item tote = good(TOTE).items().getFirst();
    assertEquals("T-1", tote.sku().value());
    assertEquals("tote", tote.product());
    assertEquals("Tote", tote.title());
    assertEquals(List.of(), tote.options());
    assertEquals("Long handles", tote.description());
    assertEquals(1250, tote.price().minor());
    assertEquals("standard", tote.taxClass());
    assertEquals(new Stock.Tracked(Quantity.pieces(40)), tote.stock());
  }

  @Test
  void rowsWithTheSameHandleContinueTheProductAndImagesArePassedOver() {
    Imported read =
        good(
            "tee,Tee,,V,,true,Color,Black,Size,M,TB-M,shopify,4,deny,25.00,true,i,false,active\n"
                + "tee,,,,,,,Black,,L,TB-L,shopify,0,deny,26.00,true,,,\n"
                + "tee,,,,,,,,,,,,,,,,http://x/2.jpg,,\n"
                + TOTE
                + "tee,,,,,,,White,,M,TW-M,shopify,9,deny,25.00,true,,,\n");
    assertEquals(List.of("TB-M", "TB-L", "TW-M", "T-1"), skus(read));
    assertEquals(List.of("Black", "L"), read.items().get(1).options());
    assertEquals("Tee – White / M", read.items().get(2).label());
    assertEquals(2, read.products());
  }

  @Test
  void quotedLineBreaksCommasAndQuotesBelongToTheField() {
    Imported read =
        good(
            TOTE.replace(
                "<p>Long handles</p>",
                "\"<p>Side A<br>\"\"Low, Water\"\"</p>\r\n<p>Side\nB</p>\""));
    assertEquals("Side A\n\"Low, Water\"\n\nSide B", read.items().getFirst().description());
  }

  @Test
  void aMarkAtTheStartAndWindowsLineEndsAreNoObstacle() {
    byte[] text = ("\uFEFF" + HEADER + TOTE).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    assertEquals(List.of("T-1"), skus(ProductImport.of(text, terms())));
  }

  @Test
  void theHeadersOfTheNewTemplateAreReadToo() {
    String csv =
        "Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,"
            + "Status,SKU,Barcode,Option1 name,Option1 value,Option1 Linked To,Price,"
            + "Price / International,Charge tax,Inventory tracker,Inventory quantity,"
            + "Continue selling when out of stock,Gift card\n"
            + "Tee,tee,<b>Bold</b>,V,,,,TRUE,Active,T-S,,Size,S,,20.00,19.00,TRUE,shopify,5,DENY,FALSE\n"
            + ",tee,,,,,,,,T-M,,,M,,21.00,,FALSE,shopify,6,CONTINUE,\n";
    Imported read = ProductImport.of(csv.getBytes(StandardCharsets.UTF_8), terms());
    assertEquals(List.of(), read.problems());
    assertEquals(List.of("T-S", "T-M"), skus(read));
    assertEquals(new Stock.Tracked(Quantity.pieces(5)), read.items().get(0).stock());
    assertEquals(Stock.UNTRACKED, read.items().get(1).stock());
    assertEquals("none", read.items().get(1).taxClass());
    assertEquals(
        List.of("continues", "not-taxable", "market-prices"),
        read.notes().stream().map(Note::kind).toList());
  }

  @Test
  void cellsPaddedByASpreadsheetAreReadWithoutTheirSpace() {
    assertEquals(
        List.of("T-1"),
        skus(good(TOTE.replace("tote,Tote,", "tote   , Tote ,").replace("T-1", " T-1 "))));
  }

  @Test
  void anApostropheThatProtectsASkuFromSpreadsheetsIsNoPartOfIt() {
    assertEquals(List.of("00123"), skus(good(TOTE.replace("T-1", "'00123"))));
  }

  // As a spreadsheet, or another program, saved it again

  @Test
  void aSpreadsheetInAnotherLanguageSavesItsOwnWordsForTrueAndFalse() {
    String german =
        TOTE.replace("bag,true", "bag,WAHR")
            .replace("12.50,true", "12.50,FALSCH")
            .replace("false,active", "FALSCH,active");
    assertEquals("none", good(german).items().getFirst().taxClass());
    assertEquals("gift-card", read(TOTE.replace("false,", "VRAI,")).notes().getFirst().kind());
  }

  @Test
  void emptyColumnsBehindTheLastOneAreNoObstacle() {
    String wide =
        HEADER.strip()
            + ",,\n"
            + TOTE
            + TOTE.replace("tote,", "bag,").replace("T-1", "B-1").strip()
            + ",,,,\n";
    assertEquals(
        List.of("T-1", "B-1"),
        skus(ProductImport.of(wide.getBytes(StandardCharsets.UTF_8), terms())));
  }

  @Test
  void columnsThatNobodyReadsMayStandTwice() {
    String twice = HEADER.strip() + ",Notes,Notes,\n" + TOTE.strip() + ",a,b,\n";
    assertEquals(
        List.of("T-1"), skus(ProductImport.of(twice.getBytes(StandardCharsets.UTF_8), terms())));
  }

  @Test
  void aFileWithTwoMarksAndSpacesThatDoNotBreakIsRead() {
    byte[] twice =
        ("\uFEFF\uFEFF" + HEADER + TOTE.replace("T-1", "T-1\u00A0"))
            .getBytes(StandardCharsets.UTF_8);
    assertEquals(List.of("T-1"), skus(ProductImport.of(twice, terms())));
  }

  @Test
  void semicolonsWindowsLettersAndDecimalCommasAreOneFileOfAGermanSpreadsheet() {
    String german =
        (HEADER + TOTE.replace("12.50", "12,50").replace("Tote", "Tüte"))
            .replaceAll(",(?!50)", ";");
    Imported read =
        ProductImport.of(
            List.of(
                Sheet.read(
                    german.getBytes(Charset.forName("windows-1252")),
                    Optional.of(Charset.forName("windows-1252")))),
            new Terms(EUR, Set.of(), false, false, true, ANY_DAY));
    assertEquals(List.of(), read.problems());
    assertEquals("Tüte", read.items().getFirst().title());
    assertEquals(1250, read.items().getFirst().price().minor());
  }

  @Test
  void sortedByAnotherColumnTheProductStillHasItsRows() {
    Imported read =
        good(
            "tee,,,,,,,,,,,,,,,,http://x/2.jpg,,\n"
                + "tee,,,,,,,Black,,L,TB-L,shopify,0,deny,26.00,true,,,\n"
                + "tee,Tee,<p>Soft</p>,V,tax:reduced,true,Color,Black,Size,M,TB-M,shopify,4,deny,25.00,true,http://x/1.jpg,false,active\n");
    assertEquals(List.of("TB-L", "TB-M"), skus(read));
    assertEquals("Tee – Black / L", read.items().getFirst().label());
    assertEquals("Soft", read.items().getFirst().description());
    assertEquals("reduced", read.items().getFirst().taxClass());
    assertEquals(2, read.shots().get(read.items().getFirst().sku()).size());
  }

  @Test
  void thousandsOfVariantsAreReadAtOnce() {
    StringBuilder rows =
        new StringBuilder(
            "big,Big,,V,,true,Size,0,,,B-0,shopify,1,deny,1.00,true,http://x/0.jpg,false,active\n");
    for (int i = 1; i < 5_000; i++) {
      rows.append(
          "big,,,,,,,%d,,,B-%d,shopify,1,deny,1.00,true,http://x/%d.jpg,,\n".formatted(i, i, i));
    }
    assertEquals(5_000, good(rows.toString()).items().size());
  }

  // What nobody sees

  @Test
  void whatTurnsALineAroundIsDroppedAndSaid() {
    Imported read =
        good(
            TOTE.replace("Tote", "To\u202Ete\u2066 bag\u0007")
                .replace("Long handles", "Long\u202E handles")
                .replace("T-1", "T-\u200B1"));
    Item tote = read.items().getFirst();
    assertEquals("Tote bag", tote.title());
    assertEquals("Long handles", tote.description());
    assertEquals("T-1", tote.sku().value());
    assertEquals("unseen", read.notes().getFirst().kind());
    assertEquals(List.of("tote", "T-1"), read.notes().getFirst().which());
    // What words and emoji are written with stays.
    String family = "می‌خواهم 👩‍👧";
    assertEquals(family, good(TOTE.replace("Tote", family)).items().getFirst().title());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Tote", "<p>Long handles</p>", "T-1", "12.50", "shopify,40", "Default Title"})
  void aCellThatIsTooLongIsTheOnlyProblemOfItsRow(String cell) {
    Problem problem =
        onlyProblem(TOTE.replace(cell, cell + "x".repeat(1_100_000)).replace("shopify,", ","));
    assertEquals(2, problem.line());
    assertTrue(problem.reason().contains("a cell has at most 1048576"), problem.reason());
  }

  @Test
  void aLongCellThatNobodyReadsIsNoProblem() {
    assertEquals(
        List.of("T-1"), skus(good(TOTE.replace(",V,", "," + "x".repeat(1_100_000) + ","))));
  }

  // Stock

  @ParameterizedTest
  @CsvSource({
    "'shopify,40,deny',   '',           40",
    "'shopify,0,deny',    '',           0",
    "'shopify,40,',       '',           40",
    "'shopify,40.0,deny', '',           40",
    "'shopify,1 000,deny', '',      1000",
    "'shopify,-99999999999999999999,deny', oversold, 0",
    "'shopify,-3,deny',   oversold,     0",
    "'shopify,40,continue', continues,  -1",
    "',40,deny',          not-tracked,  -1",
    "',,',                not-tracked,  -1",
    "'shopify,,deny',     no-quantity,  -1",
  })
  void stockIsCountedOnlyWhereTheShopCountsAndOtherwiseThatIsSaid(
      String cells, String said, long pieces) {
    Imported read = good(TOTE.replace("shopify,40,deny", cells));
    assertEquals(
        pieces < 0 ? Stock.UNTRACKED : new Stock.Tracked(Quantity.pieces(pieces)),
        read.items().getFirst().stock());
    assertEquals(
        said.isEmpty() ? List.of() : List.of(said), read.notes().stream().map(Note::kind).toList());
    read.notes().forEach(note -> assertEquals(List.of("T-1"), note.which()));
  }

  @Test
  void aFileWithoutQuantitiesIsSoldUncountedAndThatIsSaidTwice() {
    String csv =
        "Handle,Title,Variant SKU,Variant Inventory Tracker,Variant Price\ntote,Tote,T-1,shopify,1\n";
    Imported read = ProductImport.of(csv.getBytes(StandardCharsets.UTF_8), terms());
    assertEquals(
        List.of("no-quantity", "no-quantity-column"),
        read.notes().stream().map(Note::kind).toList());
  }

  @Test
  void aNoteNamesTheFirstTenAndHowManyMore() {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 14; i++) {
      rows.append(TOTE.replace("tote,", "tote-" + i + ",").replace("T-1,shopify", "T-" + i + ","));
    }
    Note note = good(rows.toString()).notes().getFirst();
    assertEquals("Sold without counting, not tracked in the shop: 14 items", note.text());
    assertEquals("T-0, T-1, T-2, T-3, T-4, T-5, T-6, T-7, T-8, T-9 and 4 more", note.some());
  }

  // What is left out, and made up

  @ParameterizedTest
  @CsvSource({
    "'false,Draft', draft",
    "'false,archived', archived",
    "'true,active', gift-card",
  })
  void whatIsNotForSaleIsLeftOutAndSaid(String cells, String said) {
    String other = TOTE.replace("tote,", "other,").replace("T-1", "O-1");
    String changed = other.replace("false,active", cells);
    Imported read = good(TOTE + changed);
    assertEquals(List.of("T-1"), skus(read));
    assertEquals(said, read.notes().getFirst().kind());
    assertEquals(List.of("other"), read.notes().getFirst().which());
  }

  @Test
  void anUnpublishedProductIsLeftOutUnlessItIsAskedFor() {
    String hidden =
        TOTE.replace("tote,", "pos,").replace("T-1", "P-1").replace("bag,true", "bag,FALSE");
    assertEquals(List.of("T-1"), skus(good(TOTE + hidden)));
    Imported asked =
        ProductImport.of(
            bytes(TOTE + hidden), new Terms(EUR, Set.of(), true, false, false, ANY_DAY));
    assertEquals(List.of("T-1", "P-1"), skus(asked));
  }

  @Test
  void aDraftMayBeUnfinished() {
    good(TOTE + "draft,,,,,,,,,,T-1,shopify,x,y,none,,,,draft\n");
  }

  @Test
  void aMissingSkuIsMadeFromHandleAndOptionsAndIsTheSameEachTime() {
    String tee = "tee,Tee,,V,,true,Color,Jet Black,Size,XXL,,,,,25.00,true,,false,active\n";
    Imported read = good(tee);
    assertEquals(List.of("tee-jet-black-xxl"), skus(read));
    assertEquals(List.of("tee-jet-black-xxl"), skus(good(TOTE + tee)).subList(1, 2));
    assertTrue(read.notes().stream().anyMatch(n -> n.kind().equals("sku-made")));
  }

  @Test
  void madeSkusStayApartWhereLettersAreLost() {
    String red = MadeSku.of("tee", List.of("赤"));
    String blue = MadeSku.of("tee", List.of("青"));
    assertTrue(red.matches("tee-[A-Za-z0-9]{8}"), red);
    assertTrue(!red.equals(blue));
    String longest = MadeSku.of("h".repeat(200), List.of("a"));
    assertEquals(64, longest.length());
    assertTrue(!longest.equals(MadeSku.of("h".repeat(200), List.of("b"))));
    assertEquals("tee-3-4", MadeSku.of("tee", List.of("3/4")));
  }

  @Test
  void whatIsNotTaxableIsInTheClassNone() {
    Imported read = good(TOTE.replace("12.50,true", "12.50,FALSE"));
    assertEquals("none", read.items().getFirst().taxClass());
    assertEquals("not-taxable", read.notes().getFirst().kind());
  }

  @Test
  void aTagPutsAProductIntoAClass() {
    Imported read =
        ProductImport.of(bytes(TOTE.replace(",bag,", ",\"bag, Tax:Reduced\",")), terms());
    assertEquals("reduced", read.items().getFirst().taxClass());
  }

  @Test
  void aThingThatCostsNothingIsSaid() {
    assertEquals("free", good(TOTE.replace("12.50", "0.00")).notes().getFirst().kind());
  }

  @Test
  void aLongDescriptionIsCutAndSaid() {
    Imported read = good(TOTE.replace("<p>Long handles</p>", "long 🎸 ".repeat(2000)));
    assertTrue(read.items().getFirst().description().length() <= Reading.DESCRIPTION_MAX);
    assertEquals("shortened", read.notes().getFirst().kind());
  }

  // Bad rows

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12.50 | '1.234,50' | 2 | Variant Price | write 1234.50",
        "12.50 | '1,234.50' | 2 | Variant Price | write 1234.50",
        "12.50 | € 12.50 | 2 | Variant Price | write 12.50, without a currency",
        "12.50 | -1.00 | 2 | Variant Price | a price is not negative",
        "12.50 | 12.505 | 2 | Variant Price | EUR has 2 decimals, not 3",
        "12.50 | 1.200 | 2 | Variant Price | EUR has 2 decimals, not 3",
        "12.50 | 1e3 | 2 | Variant Price | a price is digits with a point",
        "12.50 | 99999999999999 | 2 | Variant Price | at most 10000000000.00",
        "12.50 | '' | 2 | Variant Price | is blank",
        "shopify,40 | shopify,many | 2 | Variant Inventory Qty | \"many\" is no whole number",
        "shopify,40 | shopify,1.5 | 2 | Variant Inventory Qty | no whole number",
        "shopify,40 | shopify,1000001 | 2 | Variant Inventory Qty | is too much: a box counts up to 1000000 pieces",
        "shopify,40 | shopify,99999999999999999999 | 2 | Variant Inventory Qty | counts up to 1000000",
        "shopify,40 | shopify,1.000 | 2 | Variant Inventory Qty | may be a fraction or thousands",
        "T-1 | 4.00638E+12 | 2 | Variant SKU | a long number that a spreadsheet has shortened",
        "deny | perhaps | 2 | Variant Inventory Policy | not deny or continue",
        "bag,true | bag,maybe | 2 | Published | not TRUE or FALSE",
        "false,active | false,sold | 2 | Status | not active, unlisted, draft or archived",
        "tote,Tote | tote, | 2 | Title | is blank in the first row of the product \"tote\"",
        "tote,Tote | ,Tote | 2 | Handle | is blank",
        "bag,true | tax:food,true | 2 | Tags | --tax-class does not give",
      })
  void aBadCellIsNamedByLineColumnAndReason(
      String good, String bad, long line, String column, String reason) {
    String cell = bad.contains(",") && column.endsWith("Price") ? "\"" + bad + "\"" : bad;
    Problem problem = onlyProblem(TOTE.replace(good, cell));
    assertEquals(line, problem.line());
    assertEquals(column, problem.column());
    assertTrue(problem.reason().contains(reason), problem.reason());
  }

  @Test
  void aSkuThatStandsTwiceNamesBothLines() {
    Problem problem = onlyProblem(TOTE + TOTE.replace("tote,", "bag,"));
    assertEquals(3, problem.line());
    assertTrue(problem.reason().contains("line 2"), problem.reason());
    Imported replaced =
        ProductImport.of(
            bytes(TOTE + TOTE.replace("tote,", "bag,")),
            new Terms(EUR, Set.of(), false, true, false, ANY_DAY));
    assertEquals(List.of("T-1", "bag"), skus(replaced));
    assertEquals("sku-replaced", replaced.notes().getFirst().kind());
  }

  @Test
  void aSkuTooLongIsRefused() {
    assertEquals("Variant SKU", onlyProblem(TOTE.replace("T-1", "x".repeat(65))).column());
  }

  @Test
  void oneHandleWithTwoTitlesIsRefused() {
    Problem problem = onlyProblem(TOTE + TOTE.replace("Tote", "Bag").replace("T-1", "B-1"));
    assertEquals(3, problem.line());
    assertTrue(problem.reason().contains("in line 2"), problem.reason());
  }

  @Test
  void twoVariantsWithTheSameOptionsAreRefused() {
    Problem problem =
        onlyProblem(
            "tee,Tee,,V,,true,Size,M,,,TB-M,shopify,4,deny,25.00,true,,false,active\n"
                + "tee,,,,,,,M,,,TB-L,shopify,4,deny,25.00,true,,,\n");
    assertEquals(3, problem.line());
    assertTrue(problem.reason().contains("same as in line 2"), problem.reason());
  }

  @Test
  void allProblemsAreNamedAtOnceInTheOrderOfTheirLines() {
    List<Problem> problems =
        read(TOTE.replace("12.50", "x").replace("deny", "y")
                + "tee,Tee,\"<p>\n\n</p>\",V,,true,Size,M,,,TB-M,shopify,4,deny,,true,,false,active\n"
                + ",,,,,,,L,,,TB-L,shopify,4,deny,1.00,true,,,\n")
            .problems();
    assertEquals(
        List.of("2 Variant Price", "2 Variant Inventory Policy", "3 Variant Price", "6 Handle"),
        problems.stream().map(p -> p.line() + " " + p.column()).toList());
  }

  // Bad files

  @Test
  void missingColumnsAreListed() {
    Problem problem = onlyProblemOf("Handle,Body (HTML)\n".getBytes(StandardCharsets.UTF_8));
    assertTrue(problem.reason().contains("Title, Variant Price (or Price)"), problem.reason());
  }

  @Test
  void semicolonsAndTabsSeparateWhereTheHeaderHasThem() {
    for (char separator : new char[] {';', '\t'}) {
      byte[] file = (HEADER + TOTE).replace(',', separator).getBytes(StandardCharsets.UTF_8);
      assertEquals(List.of("T-1"), skus(ProductImport.of(file, terms())));
    }
  }

  @Test
  void aColumnThatStandsTwiceIsRefused() {
    byte[] file = "Handle,Title,Variant Price,Price\n".getBytes(StandardCharsets.UTF_8);
    assertTrue(ProductImport.of(file, terms()).problems().getFirst().reason().contains("twice"));
  }

  @Test
  void anEncodingOtherThanUtf8IsNamedByLine() {
    byte[] latin =
        (HEADER + TOTE + TOTE.replace("Tote", "Töte")).getBytes(StandardCharsets.ISO_8859_1);
    Problem problem = onlyProblemOf(latin);
    assertEquals(3, problem.line());
    assertTrue(problem.reason().contains("0xF6) is not UTF-8"), problem.reason());
    assertTrue(problem.reason().contains("“ö” in Windows-1252"), problem.reason());
    assertTrue(problem.reason().contains("--encoding windows-1252"), problem.reason());
    byte[] wide = (HEADER + TOTE).getBytes(StandardCharsets.UTF_16);
    assertEquals(List.of("T-1"), skus(ProductImport.of(wide, terms())));
    byte[] cut = "Handle,Title,Variant Price\na,Caf".getBytes(StandardCharsets.UTF_8);
    byte[] half = java.util.Arrays.copyOf(cut, cut.length + 1);
    half[cut.length] = (byte) 0xC3;
    assertEquals(2, onlyProblemOf(half).line());
  }

  @Test
  void aQuoteThatIsNeverClosedIsNamedByTheRowThatOpensIt() {
    Problem problem = onlyProblem(TOTE + TOTE.replace("<p>Long", "\"<p>Long"));
    assertEquals(3, problem.line());
    assertTrue(problem.reason().contains("never closed"), problem.reason());
  }

  @Test
  void aQuoteInTheWrongPlaceIsNamedByLine() {
    Problem problem = onlyProblem(TOTE + TOTE.replace("<p>Long handles</p>", "\"Long\" handles"));
    assertEquals(3, problem.line());
    assertTrue(problem.reason().contains("quote"), problem.reason());
  }

  @Test
  void aRowThatWasCutShortOrHasTooManyColumnsIsRefused() {
    assertTrue(onlyProblem("tote,Tote,x").reason().contains("has 3 columns"));
    assertTrue(onlyProblem(TOTE.strip() + ",x\n").reason().contains("has 20 columns"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "\uFEFF", ",,,\n"})
  void anEmptyFileIsSaidToBeEmpty(String text) {
    assertTrue(onlyProblemOf(text.getBytes(StandardCharsets.UTF_8)).reason().contains("empty"));
  }

  @Test
  void aFileThatLeavesNothingToSellIsAProblem() {
    assertTrue(onlyProblem("").reason().contains("no product"));
    Problem all = onlyProblem(TOTE.replace("active", "draft"));
    assertTrue(all.reason().contains("Left out, a draft: 1 product"), all.reason());
  }

  @Test
  void rowsWithNothingInThemArePassedOver() {
    assertEquals(List.of("T-1"), skus(good(",".repeat(18) + "\n\n" + TOTE + "\n \n")));
  }

  private static Imported good(String rows) {
    Imported read = read(rows);
    assertEquals(List.of(), read.problems());
    return read;
  }

  private static Imported read(String rows) {
    return ProductImport.of(bytes(rows), terms());
  }

  private static Problem onlyProblem(String rows) {
    return onlyProblemOf(bytes(rows));
  }

  private static Problem onlyProblemOf(byte[] file) {
    List<Problem> problems = ProductImport.of(file, terms()).problems();
    assertEquals(1, problems.size(), problems.toString());
    return problems.getFirst();
  }

  private static byte[] bytes(String rows) {
    return (HEADER + rows).getBytes(StandardCharsets.UTF_8);
  }

  private static Terms terms() {
    return Terms.of(EUR, Set.of("reduced"), ANY_DAY);
  }

  private static List<String> skus(Imported read) {
    List<String> skus = new ArrayList<>();
    read.items().forEach(item -> skus.add(item.sku().value()));
    return skus;
  }
}
