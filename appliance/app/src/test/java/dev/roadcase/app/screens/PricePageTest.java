package dev.roadcase.app.screens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.pack.Item;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PricePageTest {

  @Test
  void optionsThatShareAPriceShareAFormAndOneOfThemUnfolds() {
    String page = page("");
    assertTrue(page.contains("3 options, now €25.00 each"), page);
    assertTrue(page.contains(">Change all 3</button>"), page);
    String tee = page.substring(page.indexOf("<div class=\"group\">"), page.indexOf("<details>"));
    for (String sku : List.of("TEE-B-S", "TEE-B-M", "TEE-W-XL")) {
      assertTrue(tee.contains("name=\"sku\" value=\"" + sku + "\""), tee);
    }
    assertFalse(page.contains("<details open"), "one option alone is the rarer wish");
    assertTrue(page.contains("Tour T-shirt – White / XL"), page);
    // Products with one item have no more than its form.
    assertEquals(1, page.split("<details>", -1).length - 1, page);
  }

  @Test
  void aChangeIsCalledByWhatItChanged() {
    List<Item> items = List.copyOf(Samples.pack().items().values());
    assertEquals(
        "3 options of Tour T-shirt cost €25.00 now, on every screen.",
        PricePage.changed(items.subList(0, 3)).sentence());
    assertEquals(
        "Tote bag costs €12.00 now, on every screen.",
        PricePage.changed(items.subList(5, 6)).sentence());
  }

  private static String page(String query) {
    return new String(
        PricePage.page(
            Optional.of(Samples.pack()),
            Samples.frame(Mode.LIVE),
            query,
            Optional.empty(),
            List.of(),
            Optional.empty()),
        StandardCharsets.UTF_8);
  }
}
