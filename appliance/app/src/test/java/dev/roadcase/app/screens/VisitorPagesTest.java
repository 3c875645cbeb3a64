package dev.roadcase.app.screens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import dev.roadcase.app.shop.Goods;
import dev.roadcase.app.shop.View;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Seller;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.StockShown;
import dev.roadcase.core.pack.Theme;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.Tender;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class VisitorPagesTest {

  @Test
  void theFrontShowsEachProductOnceWithItsPriceAndWhenItRunsOut() {
    String page = shop(Mode.LIVE);
    for (String words :
        List.of("Tour T-shirt", "3 options", "4 products", "€25.00", "sold out", "include tax")) {
      assertTrue(page.contains(words), words);
    }
    assertEquals(4, page.split("<li class=\"card", -1).length - 1);
    assertEquals(1, page.split("card gone", -1).length - 1, "the tote bag and nothing else");
    assertTrue(page.contains("href=\"/products/tee\""));
    assertTrue(page.contains("src=\"/assets/") && page.contains(" 1280w"));
  }

  @Test
  void aProductShowsEachVariantWithPriceAndStock() {
    String page = product("tee", false);
    for (String words :
        List.of("Black / S", "Black / M", "sold out", "White / XL", "Includes 23\u00a0% tax.")) {
      assertTrue(page.contains(words), words);
    }
    assertTrue(page.contains("never ever iron the print"), "the whole description");
    assertTrue(ProductPage.page(Samples.view(Mode.LIVE), "nonsense", Sight.FRONT).isEmpty());
  }

  @Test
  void aShopThatShowsItsStockSaysHowManyThereAre() {
    Item poster = Samples.pack().items().get(new Sku("POSTER"));
    ShopWords words = words(5, StockShown.EXACT);
    assertEquals("only 5 left", words.left(poster));
    assertEquals("only 5 left", words.product(List.of(poster)).mark());
    assertTrue(words.few(poster));
    assertEquals("6 left", words(6, StockShown.EXACT).left(poster));
    assertEquals("", words(6, StockShown.EXACT).product(List.of(poster)).mark());
    assertFalse(words(6, StockShown.EXACT).few(poster));
  }

  @Test
  void otherwiseNobodyLearnsTheNumberFromThePages() {
    Item poster = Samples.pack().items().get(new Sku("POSTER"));
    assertEquals("few left", words(9, StockShown.FEW).left(poster));
    assertEquals("few left", words(1, StockShown.FEW).product(List.of(poster)).mark());
    assertTrue(words(9, StockShown.FEW).few(poster));
    assertEquals("", words(10, StockShown.FEW).left(poster));
    assertEquals("", words(10, StockShown.FEW).product(List.of(poster)).mark());
    assertEquals("", words(1, StockShown.HIDDEN).left(poster));
    for (StockShown shown : StockShown.values()) {
      assertEquals("sold out", words(0, shown).left(poster), shown.word());
      assertEquals("sold out", words(0, shown).product(List.of(poster)).mark(), shown.word());
    }
    assertFalse(product("tee", false).matches("(?s).*\\d+ left.*"));
  }

  @Test
  void aPriceThatAllOptionsShareIsSaidOnce() {
    assertTrue(product("tee", false).contains("class=\"variants same\""));
    Pack dearer = Samples.pack().withPrices(Map.of(new Sku("TEE-W-XL"), 2900L));
    String page =
        text(
            ProductPage.page(
                    new View(1, 77, Mode.LIVE, Optional.of(Goods.of(dearer)), Samples::left),
                    "tee",
                    Sight.FRONT)
                .orElseThrow());
    assertTrue(page.contains("class=\"variants\"") && page.contains("€29.00"));
  }

  @Test
  void pointsOfADescriptionAreAList() {
    String page = product("lp", false);
    assertTrue(
        page.replaceAll("\\s+", " ")
            .contains(
                "<p class=\"words\">Two records.</p> <ul class=\"words\"> <li>Side one</li>"
                    + " <li>Side two</li> </ul> <p class=\"words\">-5 degrees that night.</p>"),
        page);
  }

  @Test
  void aSearchFindsWhateverItsCaseAndAccents() {
    for (String query : List.of("TOUR shirt", "tôur", "white xl", "TEE-B-S", "organic cotton")) {
      String page = found(query);
      assertTrue(page.contains("1 result for “"), query);
      assertTrue(page.contains("/products/tee"), query);
    }
    assertTrue(found("zzz").contains("No results for “zzz”"));
    assertTrue(found("<script>").contains("&lt;script&gt;"));
    assertEquals(4, found("  ").split("<li class=\"card", -1).length - 1);
  }

  @Test
  void whoeverSavesDataGetsTheSmallestPicturesAndKeepsGettingThem() {
    for (String page :
        List.of(
            text(ShopPage.page(Samples.view(Mode.LIVE), new Sight(true, "", 1, ""))),
            product("tee", true))) {
      assertFalse(page.contains("srcset"));
      assertTrue(page.contains("?lite=1") || page.contains("\"/\""));
    }
    assertTrue(
        text(ShopPage.page(Samples.view(Mode.LIVE), new Sight(true, "", 1, "")))
            .contains("/products/tee?lite=1"));
  }

  @Test
  void thePagesAreCompleteWithoutScript() {
    for (var page : LookTest.pages().entrySet()) {
      if (page.getKey().startsWith("shop") || page.getKey().startsWith("product")) {
        assertFalse(
            page.getValue()
                .replaceAll("<script type=\"module\" src=\"[^\"]+\"></script>", "")
                .contains("<script"),
            page.getKey());
      }
    }
  }

  @Test
  void theTwinSaysOfWhenItIsAndPromisesNoStock() {
    String page = text(ShopPage.page(Samples.view(Mode.LIVE), Sight.twin(1, "22 Nov, 14:02")));
    assertTrue(page.contains("Prices as of 22 Nov, 14:02"));
    assertTrue(page.contains("the price at the till counts"));
    assertFalse(
        page.contains("sold out") || page.contains("<form") || page.contains("EventSource"));
  }

  @Test
  void aTitleCannotBreakOut() {
    assertTrue(shop(Mode.LIVE).contains("poster &lt;signed&gt; &amp; numbered"));
    assertTrue(product("tee", false).contains("alt=\"Black T-shirt with a &#34;tour&#34; print"));
  }

  @Test
  void anyBrandColourBecomesLegible() {
    for (int rgb = 0; rgb <= 0xffffff; rgb += 4099) {
      Palette palette = Palette.of(new Theme("x", "", "#%06x".formatted(rgb), Optional.empty()));
      for (String[] pair :
          new String[][] {
            {palette.ground(), palette.onGround()},
            {palette.inkOnLight(), "#ffffff"},
            {palette.inkOnDark(), "#000000"}
          }) {
        double contrast =
            Palette.contrast(
                Integer.parseInt(pair[0].substring(1), 16),
                Integer.parseInt(pair[1].substring(1), 16));
        assertTrue(contrast >= 7, "#%06x: %s on %s".formatted(rgb, pair[0], pair[1]));
      }
    }
    assertEquals("#14532d", Palette.of(Theme.plain("x")).ground(), "what is fine stays");
  }

  @Test
  void theCodeOnTheReceiptSaysWhereItIs() throws Exception {
    QrCode code = QrCode.of("http://10.7.0.1/receipts/" + "A".repeat(43));
    BitMatrix drawn = new BitMatrix(code.side());
    Matcher run = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\d+z").matcher(code.path());
    while (run.find()) {
      drawn.setRegion(
          Integer.parseInt(run.group(1)),
          Integer.parseInt(run.group(2)),
          Integer.parseInt(run.group(3)),
          1);
    }
    int side = code.side() - 8;
    BitMatrix modules = new BitMatrix(side);
    for (int x = 0; x < side; x++) {
      for (int y = 0; y < side; y++) {
        if (drawn.get(x + 4, y + 4)) {
          modules.set(x, y);
        }
      }
    }
    assertEquals(
        "http://10.7.0.1/receipts/" + "A".repeat(43), new Decoder().decode(modules).getText());
  }

  @Test
  void visitorsSeeThatADemoIsADemo() {
    assertTrue(shop(Mode.DEMO).contains("make-believe"));
    assertFalse(shop(Mode.LIVE).contains("class=\"banner\""));
    String nothing = new String(ShopPage.nothingOnOffer(Mode.REHEARSAL), StandardCharsets.UTF_8);
    assertTrue(nothing.contains("REHEARSAL"));
  }

  @Test
  void theReceiptAddsUpAndNamesItsCopies() {
    String page = receipt(Mode.LIVE);
    for (String words :
        List.of(
            "2 × €25.00, tax 23\u00a0%",
            "Tour T-shirt – Black / S",
            "€50.00",
            "0.25 × €12.00",
            "GONE-FROM-PACK",
            "€3.00",
            "Prices include tax.",
            "€17.39",
            "Total (EUR)",
            "€93.00",
            "Paid in cash.",
            "Saved on two boxes.",
            "Sold at Till 2 (d-",
            "22 Nov 2026, 14:02 UTC")) {
      assertTrue(page.contains(words), words + " is missing in\n" + page);
    }
    assertTrue(receipt(Mode.REHEARSAL).contains("REHEARSAL"));
    assertFalse(page.contains("Refunded"));
  }

  @Test
  void everyTenderIsSaidInWords() {
    Sale sale = Samples.sale();
    for (var words :
        Map.of(
                Tender.CASH, "Paid in cash.",
                Tender.EXTERNAL, "Paid by card.",
                Tender.VOUCHER, "Paid by voucher.")
            .entrySet()) {
      Sale paid =
          new Sale(
              sale.sequence(),
              sale.nonce(),
              sale.packVersion(),
              sale.lines(),
              words.getKey(),
              sale.total(),
              sale.currency());
      String page = text(ReceiptPage.page(Samples.receipt(Mode.LIVE, paid, 0, Samples.pack())));
      assertTrue(page.contains(words.getValue()), page);
    }
  }

  @Test
  void whatWasRefundedIsSaidWithWhatIsLeft() {
    var receipt = Samples.receipt(Mode.LIVE, Samples.sale(), 2500, Samples.pack());
    String page = text(ReceiptPage.page(receipt)).replaceAll("\\s+", " ");
    assertTrue(page.contains("Refunded</th><td role=\"cell\">€25.00"), page);
    assertTrue(page.contains("Left after refund</th><td role=\"cell\">€68.00"), page);
    assertTrue(ReceiptPage.text(receipt).contains("Refunded €25.00"));
  }

  @Test
  void largeAmountsHaveALineEachInTheTableOfTax() {
    assertTrue(receipt(Mode.LIVE).contains("class=\"taxes\""));
    Sale sale = Samples.sale();
    Sale dinars =
        new Sale(
            sale.sequence(),
            sale.nonce(),
            sale.packVersion(),
            List.of(new Line(new Sku("TEE-B-S"), Quantity.pieces(1), 930_000, 173_902)),
            sale.tender(),
            930_000,
            Currency.getInstance("KWD"));
    String page = text(ReceiptPage.page(Samples.receipt(Mode.LIVE, dinars, 0, Samples.pack())));
    assertTrue(page.contains("class=\"taxes wide\"") && page.contains("KWD\u00a0930.000"), page);
  }

  @Test
  void aRefundHasAReceiptOfItsOwn() {
    String page = text(ReceiptPage.page(Samples.refund("wrong <size>")));
    for (String words :
        List.of("Refunded (EUR)", "€25.00", "Refund for receipt", "wrong &lt;size&gt;")) {
      assertTrue(page.contains(words), words + " is missing in\n" + page);
    }
    assertFalse(page.contains("Paid"));
  }

  @Test
  void theSellerAndTheTimeZoneAreTheShows() {
    Pack pack =
        Samples.pack(
            new Theme(
                "Lisbon day 1",
                "",
                "#b3261e",
                Optional.empty(),
                Optional.of(
                    new Seller("Fado & Sons", List.of("Rua 1", "Lisboa"), "PT 1", "a@b.invalid")),
                StockShown.FEW,
                Optional.of(ZoneId.of("Asia/Kolkata"))));
    var receipt = Samples.receipt(Mode.LIVE, Samples.sale(), 0, pack);
    String page = text(ReceiptPage.page(receipt));
    for (String words :
        List.of(
            "Fado &amp; Sons",
            "Rua 1",
            "Lisboa",
            "Tax number PT 1",
            "a@b.invalid",
            "22 Nov 2026, 19:32 (Asia/Kolkata, UTC+5:30)")) {
      assertTrue(page.contains(words), words + " is missing in\n" + page);
    }
    assertTrue(ReceiptPage.text(receipt).contains("Fado & Sons\nRua 1\nLisboa\nPT 1\n"));
  }

  @Test
  void aTokenIsCutIntoGroupsAndLosesNothing() {
    var token = Samples.receipt(Mode.LIVE).token();
    List<String> groups = ReceiptPage.groups(token);
    assertEquals(token.value(), String.join("", groups));
    assertTrue(groups.stream().allMatch(g -> g.length() <= 5));
  }

  @Test
  void moneyIsWrittenAsItsCurrencyCounts() {
    assertEquals("€25.00", Words.money(Money.of(2500, "EUR")));
    assertEquals("£0.05", Words.money(Money.of(5, "GBP")));
    assertEquals("¥2,500", Words.money(Money.of(2500, "JPY")));
    assertEquals("KWD\u00a02.500", Words.money(Money.of(2500, "KWD")));
    assertEquals("CHF\u00a01,234.50", Words.money(Money.of(123450, "CHF")));
    assertEquals("$0.05", Words.money(Money.of(5, "USD")));
    assertEquals("−€0.05", Words.money(Money.of(-5, "EUR")));
    for (Currency currency : Currency.getAvailableCurrencies()) {
      String money = Words.money(new Money(123_456, currency));
      assertTrue(money.matches("(\\p{L}+\u00a0|\\P{L}|.*\\P{L})?[0-9,.]+"), currency + " " + money);
    }
  }

  private static ShopWords words(int left, StockShown shown) {
    return new ShopWords(_ -> Quantity.pieces(left), () -> shown);
  }

  private static String shop(Mode mode) {
    return text(ShopPage.page(Samples.view(mode), Sight.FRONT));
  }

  private static String found(String query) {
    return text(ShopPage.page(Samples.view(Mode.LIVE), new Sight(false, query, 1, "")));
  }

  private static String product(String product, boolean lite) {
    return text(
        ProductPage.page(Samples.view(Mode.LIVE), product, new Sight(lite, "", 1, ""))
            .orElseThrow());
  }

  private static String text(byte[] html) {
    return new String(html, StandardCharsets.UTF_8);
  }

  private static String receipt(Mode mode) {
    return new String(ReceiptPage.page(Samples.receipt(mode)), StandardCharsets.UTF_8);
  }
}
