package dev.roadcase.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The panel from the first minute of a box on: what it asks for, and what it says aloud. */
class CrewOverTimeTest extends AtTheStand {

  @Test
  void aBoxAsksForATillAndThenAScreenReaderHearsThatItSellsAndNoSale() throws Exception {
    try (Phone phone = chromium.phone().open(stand.crew())) {
      Page page = phone.page();
      assertThat(page.locator("#selling .step a")).hasText("Pair a till: Devices → Add a device.");
      page.locator("#selling .step a").click();
      assertThat(page.locator(".entry:target")).containsText("No till");
      page.goBack();
      assertThat(page.locator("#spoken")).isEmpty();

      stand.sell("TESTPRESS-20");
      assertThat(page.locator("#spoken"))
          .containsText(
              "Selling: Yes.", new LocatorAssertions.ContainsTextOptions().setTimeout(120_000));
      page.evaluate(
          """
          () => {
            window.spoken = [];
            window.swaps = 0;
            new MutationObserver((all) => window.spoken.push(...all.map((m) => m.target.textContent)))
              .observe(document.getElementById("spoken"), { childList: true, subtree: true });
            new MutationObserver(() => { window.swaps++; })
              .observe(document.getElementById("selling"), { childList: true });
          }
          """);
      for (int sale = 0; sale < 8; sale++) {
        stand.sell("TESTPRESS-20");
      }
      page.waitForCondition(() -> ((Number) page.evaluate("window.swaps")).intValue() > 1);
      assertEquals(List.of(), page.evaluate("window.spoken"), "each sale was shown, none was said");
      phone.picture("crew-panel-selling");
    }
  }
}
