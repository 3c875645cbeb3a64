package dev.roadcase.app.screens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Theme;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class VisitorPagesTest {

  @Test
  void theFrontShowsEachProductOnceWithItsPriceAndWhenItRunsOut() {
    String page = shop(Mode.LIVE);
    for (String words :
        List.of("Tour T-shirt", "3 to choose from", "€25.00", "sold out", "include tax")) {
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
        List.of(
            "Black / S",
            "12 left",
            "Black / M",
            "sold out",
            "140 left",
            "23\u00a0% tax is included")) {
      assertTrue(page.contains(words), words);
    }
    assertTrue(page.contains("never ever iron the print"), "the whole description");
    assertTrue(ProductPage.page(Samples.view(Mode.LIVE), "nonsense", Sight.FRONT).isEmpty());
  }

  @Test
  void whatIsNearlySoldOutSaysSo() {
    ShopWords words = new ShopWords(_ -> Quantity.pieces(5));
    Item poster = Samples.pack().items().get(new Sku("POSTER"));
    assertEquals("only 5 left", words.left(poster));
    assertEquals("only 5 left", words.product(List.of(poster)).mark());
    assertEquals("6 left", new ShopWords(_ -> Quantity.pieces(6)).left(poster));
    assertEquals("", new ShopWords(_ -> Quantity.pieces(6)).product(List.of(poster)).mark());
  }

  @Test
  void aSearchFindsWhateverItsCaseAndAccents() {
    for (String query : List.of("TOUR shirt", "tôur", "white xl", "TEE-B-S", "organic cotton")) {
      String page = found(query);
      assertTrue(page.contains("1 thing found"), query);
      assertTrue(page.contains("/products/tee"), query);
    }
    assertTrue(found("zzz").contains("Nothing found for “zzz”"));
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
    assertTrue(page.contains("the till has the last word"));
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
            "2 ×",
            "Tour T-shirt – Black / S",
            "€50.00",
            "0.25 ×",
            "GONE-FROM-PACK",
            "€3.00",
            "Tax, included",
            "€17.39",
            "€93.00",
            "Paid: Cash",
            "2 copies, here and a peer",
            "22 Nov 2026, 14:02")) {
      assertTrue(page.contains(words), words + " is missing in\n" + page);
    }
    assertTrue(receipt(Mode.REHEARSAL).contains("REHEARSAL"));
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
    assertTrue(Words.money(Money.of(2500, "JPY")).endsWith("2,500"));
    assertTrue(Words.money(Money.of(2500, "KWD")).endsWith("2.500"));
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
