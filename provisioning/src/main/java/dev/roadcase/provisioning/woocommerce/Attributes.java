package dev.roadcase.provisioning.woocommerce;

import dev.roadcase.provisioning.catalogue.Reading;
import dev.roadcase.provisioning.sheet.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbered columns {@code Attribute 1 name}, {@code Attribute 1 value(s)}, and so on. */
final class Attributes {
  private static final Pattern HEADER =
      Pattern.compile(
          "attribute (?<number>\\d{1,3}) (?<what>name|value\\(s\\)|visible|global|default)",
          Pattern.CASE_INSENSITIVE);

  /** Where name and values of one attribute stand; -1 where they do not. */
  private record Place(int name, int values) {}

  private final List<Place> places;

  /**
   * Finds them.
   *
   * @param headers of the columns that {@link #is} picks
   */
  Attributes(List<String> headers) {
    Map<Integer, Place> found = new TreeMap<>();
    for (int i = 0; i < headers.size(); i++) {
      Matcher matcher = HEADER.matcher(headers.get(i));
      if (matcher.matches()) {
        int number = Integer.parseInt(matcher.group("number"));
        Place known = found.getOrDefault(number, new Place(-1, -1));
        switch (matcher.group("what").toLowerCase(Locale.ROOT)) {
          case "name" -> found.put(number, new Place(i, known.values));
          case "value(s)" -> found.put(number, new Place(known.name, i));
          default -> {}
        }
      }
    }
    places = List.copyOf(found.values());
  }

  /** Whether a column is an attribute's. */
  static boolean is(String header) {
    return HEADER.matcher(header).matches();
  }

  /** What a row says, in its own order: attribute names as they are written, and their values. */
  Map<String, String> of(Row<WooColumn> row) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Place place : places) {
      String name = place.name < 0 ? "" : Reading.clean(WooText.plain(row.more(place.name)));
      if (!name.isEmpty()) {
        attributes.put(name, place.values < 0 ? "" : row.more(place.values).strip());
      }
    }
    return attributes;
  }

  /** By the attributes' names in lower case, as a variation may write them in another. */
  static Map<String, String> byName(Map<String, String> attributes) {
    Map<String, String> lower = new LinkedHashMap<>();
    attributes.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    return lower;
  }

  /** Names in the parent's order, then those that only the variation has. */
  static List<String> order(Set<String> parent, Set<String> variation) {
    List<String> order = new ArrayList<>(parent);
    variation.stream().filter(name -> !parent.contains(name)).forEach(order::add);
    order.retainAll(variation);
    return order;
  }
}
