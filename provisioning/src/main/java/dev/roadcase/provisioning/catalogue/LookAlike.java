package dev.roadcase.provisioning.catalogue;

import java.text.Normalizer;

/** What a name looks like. Two that look alike are one on a label. */
final class LookAlike {
  /** Greek and Cyrillic capitals and small letters that are drawn as Latin ones are. */
  private static final String OTHERS = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοАВЕЅІЈКМНОРСТУХаеосрухіѕј";

  private static final String LATIN = "ABEZHIKMNOPTYXoABESIJKMHOPCTYXaeocpyxisj";

  private LookAlike() {}

  /** The same for all names that are drawn alike; no name itself. */
  static String of(String name) {
    StringBuilder drawn = new StringBuilder();
    Normalizer.normalize(Unseen.ofASku(name), Normalizer.Form.NFKC)
        .chars()
        .forEach(letter -> drawn.append(drawn((char) letter)));
    return drawn.toString();
  }

  private static char drawn(char letter) {
    int other = OTHERS.indexOf(letter);
    if (other >= 0) {
      return LATIN.charAt(other);
    }
    if (Character.getType(letter) == Character.DASH_PUNCTUATION || letter == '\u2212') {
      return '-';
    }
    return letter == '\u2019' || letter == '\u2018' || letter == '\u02BC' ? '\'' : letter;
  }
}
