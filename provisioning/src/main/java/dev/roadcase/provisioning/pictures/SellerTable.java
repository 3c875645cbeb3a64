package dev.roadcase.provisioning.pictures;

import dev.roadcase.core.pack.Seller;
import dev.roadcase.provisioning.sheet.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * The table {@code [seller]} of a theme: {@code name}, {@code address} (a line, or a list of
 * lines), {@code tax_id}, {@code contact}. Only the name is needed.
 *
 * @param seller nothing when there is no such table, or something is wrong with it
 * @param problems each with its line
 */
record SellerTable(Optional<Seller> seller, List<Problem> problems) {
  private static final Set<String> TEXTS = Set.of("name", "tax_id", "contact");
  private static final String ADDRESS = "address";

  static SellerTable read(TomlTable file, String table) {
    if (!file.contains(List.of(table))) {
      return new SellerTable(Optional.empty(), List.of());
    }
    if (!(file.get(List.of(table)) instanceof TomlTable seller)) {
      return wrong(new Problem(line(file, table), table, "is a table: write [" + table + "]"));
    }
    List<Problem> problems = new ArrayList<>();
    for (String key : seller.keySet()) {
      String named = table + "." + key;
      if (key.equals(ADDRESS)) {
        if (lines(seller).isEmpty()) {
          problems.add(
              new Problem(
                  line(seller, key), named, "is a line in quotes, or a list of such lines"));
        }
      } else if (!TEXTS.contains(key)) {
        problems.add(
            new Problem(
                line(seller, key),
                named,
                "is no key of a seller: name, address, tax_id and contact are"));
      } else if (!seller.isString(List.of(key))) {
        problems.add(new Problem(line(seller, key), named, "is text in quotes"));
      }
    }
    if (!seller.contains(List.of("name"))) {
      problems.add(
          new Problem(line(file, table), table + ".name", "is missing: it is whose receipt it is"));
    }
    if (!problems.isEmpty()) {
      return new SellerTable(Optional.empty(), problems);
    }
    return made(table, seller);
  }

  /** The type's own rules, each told at its line. */
  private static SellerTable made(String table, TomlTable seller) {
    String name = text(seller, "name");
    List<String> address = lines(seller).orElse(List.of());
    List<Problem> problems = new ArrayList<>();
    attempt(problems, seller, table, "name", () -> new Seller(name, List.of(), "", ""));
    attempt(problems, seller, table, ADDRESS, () -> new Seller("x", address, "", ""));
    attempt(
        problems,
        seller,
        table,
        "tax_id",
        () -> new Seller("x", List.of(), text(seller, "tax_id"), ""));
    attempt(
        problems,
        seller,
        table,
        "contact",
        () -> new Seller("x", List.of(), "", text(seller, "contact")));
    return problems.isEmpty()
        ? new SellerTable(
            Optional.of(new Seller(name, address, text(seller, "tax_id"), text(seller, "contact"))),
            List.of())
        : new SellerTable(Optional.empty(), problems);
  }

  private static void attempt(
      List<Problem> problems, TomlTable seller, String table, String key, Runnable making) {
    try {
      making.run();
    } catch (IllegalArgumentException e) {
      problems.add(
          new Problem(line(seller, key), table + "." + key, String.valueOf(e.getMessage())));
    }
  }

  private static Optional<List<String>> lines(TomlTable seller) {
    Object address = seller.get(List.of(ADDRESS));
    if (address == null) {
      return Optional.of(List.of());
    }
    if (address instanceof String line) {
      return Optional.of(List.of(line.strip()));
    }
    if (!(address instanceof TomlArray array)
        || !array.toList().stream().allMatch(line -> line instanceof String)) {
      return Optional.empty();
    }
    return Optional.of(array.toList().stream().map(line -> ((String) line).strip()).toList());
  }

  private static String text(TomlTable seller, String key) {
    String value = seller.getString(List.of(key));
    return value == null ? "" : value.strip();
  }

  private static int line(TomlTable in, String key) {
    TomlPosition position = in.inputPositionOf(List.of(key));
    return position == null ? 0 : position.line();
  }

  private static SellerTable wrong(Problem problem) {
    return new SellerTable(Optional.empty(), List.of(problem));
  }
}
