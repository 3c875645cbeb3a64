package dev.roadcase.provisioning.plain;

import dev.roadcase.provisioning.catalogue.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Columns that a plain list does not know, though something stands in them. A crew's notes beside
 * the prices do no harm; variants, sale prices, currencies and what is hidden do, when they are
 * passed over: then the file is another shop's export.
 */
final class UnknownColumns {
  /** What decides over what is sold, and for how much. */
  private static final Pattern DECIDES =
      Pattern.compile(
          "(?!.*(cost|purchase|buying|wholesale)).*(varia(nt|tion)|option|\\bsale\\b|on.?sale|special.?price|discount|promo|compare"
              + "|published|visib|\\bstatus\\b|\\bactive\\b|enabled|hidden|archived"
              + "|currency|parent|price).*",
          Pattern.CASE_INSENSITIVE);

  /** So many columns of whatever kind are no crew's notes. */
  private static final int MANY = 8;

  /** Names that others give to columns which a plain list has. */
  private static final Map<String, String> MEANT =
      Map.ofEntries(
          Map.entry("qty", "stock"),
          Map.entry("quantity", "stock"),
          Map.entry("inventory", "stock"),
          Map.entry("pieces", "stock"),
          Map.entry("count", "stock"),
          Map.entry("vat", "tax"),
          Map.entry("tax class", "tax"),
          Map.entry("tax_class", "tax"),
          Map.entry("image", "images"),
          Map.entry("picture", "images"),
          Map.entry("pictures", "images"),
          Map.entry("photo", "images"),
          Map.entry("size", "options"),
          Map.entry("colour", "options"),
          Map.entry("color", "options"));

  private UnknownColumns() {}

  /** Those for which a list is refused; none, where they do no harm. */
  static List<String> foreign(List<String> unread) {
    List<String> decide = unread.stream().filter(c -> DECIDES.matcher(c).matches()).toList();
    return decide.isEmpty() && unread.size() >= MANY ? unread : decide;
  }

  static String refusal(List<String> foreign) {
    return "this has columns that a plain list does not know: "
        + String.join(", ", foreign.subList(0, Math.min(10, foreign.size())))
        + (foreign.size() > 10 ? " …" : "")
        + "; it may be another shop's export, which would be sold wrongly without them. "
        + PlainColumn.TO_MAKE_ONE
        + "; --format plain takes it without them";
  }

  /** What may have been meant by a column that is not read. */
  static List<Note> hints(List<String> unread) {
    List<Note> hints = new ArrayList<>();
    for (String column : unread) {
      String meant = MEANT.get(column.toLowerCase(Locale.ROOT));
      if (meant != null) {
        hints.add(
            new Note(
                "column-meant",
                "The column \"" + column + "\" is read when it is called \"" + meant + "\"",
                List.of()));
      }
    }
    return hints;
  }
}
