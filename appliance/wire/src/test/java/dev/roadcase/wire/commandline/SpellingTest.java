package dev.roadcase.wire.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpellingTest {
  private static final List<String> OPTIONS =
      List.of("--currency", "--tax", "--tax-included", "--tax-excluded", "--json", "--help", "-h");

  @Test
  void aLetterThatIsMissingWrongOrSwappedIsForgiven() {
    for (String typed : List.of("--curency", "--currencz", "--currnecy", "--currencyy", "--curr")) {
      assertEquals(Optional.of("--currency"), Spelling.closest(typed, OPTIONS), typed);
    }
    assertEquals(Optional.of("--json"), Spelling.closest("--jsno", OPTIONS));
  }

  @Test
  void nothingIsSuggestedForWhatIsLikeNothing() {
    assertEquals(Optional.empty(), Spelling.closest("--colour-of-the-sky", OPTIONS));
    assertEquals("", Spelling.suggestion("", OPTIONS.subList(0, 2)));
  }

  @Test
  void aBeginningThatIsTwoWordsBeginningIsNoSuggestion() {
    assertEquals(
        Optional.empty(),
        Spelling.closest("let", List.of("letters-of-marque", "letters-of-credit")));
  }
}
