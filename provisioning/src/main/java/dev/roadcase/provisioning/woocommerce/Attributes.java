package dev.roadcase.provisioning.woocommerce;

import dev.roadcase.provisioning.catalogue.Reading;
import dev.roadcase.provisioning.sheet.Row;
import dev.roadcase.provisioning.sheet.Sheet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbered columns {@code Attribute 1 name}, {@code Attribute 1 value(s)}, and so on. */
final class Attributes {
  private static final Pattern HEADER =
      Pattern.compile("attribute (\\d{1,3}) (name|value\\(s\\))", Pattern.CASE_INSENSITIVE);

  /** Where name and values of one attribute stand; -1 where they do not. */
  private record Place(int name, int values) {}

  private final List<Place> places;

  Attributes(Sheet sheet) {
    Map<Integer, Place> found = new TreeMap<>();
    List<String> header = sheet.header().cells();
    for (int i = 0; i < header.size(); i++) {
      Matcher matcher = HEADER.matcher(header.get(i));
      if (matcher.matches()) {
        int number = Integer.parseInt(matcher.group(1));
        Place known = found.getOrDefault(number, new Place(-1, -1));
        boolean name = matcher.group(2).equalsIgnoreCase("name");
        found.put(number, name ? new Place(i, known.values) : new Place(known.name, i));
      }
    }
    places = List.copyOf(found.values());
  }

  /** What a row says, in its own order: attribute names in lower case, and their values. */
  Map<String, String> of(Row<WooColumn> row) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Place place : places) {
      String name = place.name < 0 ? "" : Reading.clean(WooText.plain(row.all().get(place.name)));
      if (!name.isEmpty()) {
        attributes.put(
            name.toLowerCase(Locale.ROOT),
            place.values < 0 ? "" : row.all().get(place.values).strip());
      }
    }
    return attributes;
  }

  /** Names in the parent's order, then those that only the variation has. */
  static List<String> order(Map<String, String> parent, Map<String, String> variation) {
    List<String> order = new ArrayList<>(parent.keySet());
    variation.keySet().stream().filter(name -> !parent.containsKey(name)).forEach(order::add);
    order.retainAll(variation.keySet());
    return order;
  }
}
