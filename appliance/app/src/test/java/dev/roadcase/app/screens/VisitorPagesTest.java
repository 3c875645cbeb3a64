package dev.roadcase.app.screens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.pack.Money;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class VisitorPagesTest {

  @Test
  void theShopShowsPriceAndWhatIsLeft() {
    String page = shop(Mode.LIVE);
    for (String words :
        List.of("Tour T-shirt", "Black / S", "12 left", "sold out", "€25.00", "include tax")) {
      assertTrue(page.contains(words), words);
    }
    assertEquals(2, page.split("sold out", -1).length - 1);
    assertEquals(3, page.split(" left<", -1).length - 1, "what is not counted says nothing");
    assertFalse(page.contains("<script"), "a captive portal's browser may have none");
  }

  @Test
  void aTitleCannotBreakOut() {
    assertTrue(shop(Mode.LIVE).contains("poster &lt;signed&gt; &amp; numbered"));
  }

  @Test
  void aLongDescriptionEndsAtAWord() {
    assertTrue(shop(Mode.LIVE).contains(" …</p>"));
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
    return new String(ShopPage.page(Samples.pack(), mode, Samples::left), StandardCharsets.UTF_8);
  }

  private static String receipt(Mode mode) {
    return new String(ReceiptPage.page(Samples.receipt(mode)), StandardCharsets.UTF_8);
  }
}
