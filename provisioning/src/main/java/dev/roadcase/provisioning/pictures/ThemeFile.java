package dev.roadcase.provisioning.pictures;

import dev.roadcase.core.pack.AssetId;
import dev.roadcase.core.pack.Seller;
import dev.roadcase.core.pack.StockShown;
import dev.roadcase.core.pack.Theme;
import dev.roadcase.provisioning.sheet.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/**
 * The look of a show, as {@code theme.toml} says it: {@code name}, {@code tagline}, {@code brand},
 * {@code logo}, {@code stock}, {@code timezone} and the table {@code [seller]}. Only the name is
 * needed.
 *
 * @param logo a file that is there
 * @param seller who sells, for receipts
 * @param stock what visitors read of how much is left
 * @param zone the venue's time zone
 */
public record ThemeFile(
    String name,
    String tagline,
    String brand,
    Optional<Path> logo,
    Optional<Seller> seller,
    StockShown stock,
    Optional<ZoneId> zone) {
  private static final String SELLER = "seller";
  private static final Set<String> KEYS =
      Set.of("name", "tagline", "brand", "logo", "stock", "timezone");
  private static final long SIZE_MAX = 65_536;

  /** What a file says, or all that is wrong with it. */
  public record Read(Optional<ThemeFile> theme, List<Problem> problems) {}

  public static Read read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return refused("there is no such file");
    }
    if (Files.size(file) > SIZE_MAX) {
      return refused("is no theme: it is longer than " + SIZE_MAX + " bytes");
    }
    TomlParseResult toml = Toml.parse(file);
    List<Problem> problems = new ArrayList<>();
    toml.errors()
        .forEach(error ->
            problems.add(
                new Problem(
                    error.position().line(),
                    "",
                    "is no TOML here: "
                        + String.valueOf(error.getMessage()).lines().findFirst().orElse(""))));
    if (!problems.isEmpty()) {
      return new Read(Optional.empty(), problems);
    }
    for (String key : toml.keySet()) {
      if (key.equals(SELLER)) {
        continue; // A table, read below.
      }
      if (!KEYS.contains(key)) {
        problems.add(
            problem(
                toml,
                key,
                "is no key of a theme: name, tagline, brand, logo, stock, timezone and the table"
                    + " [seller] are"));
      } else if (!toml.isString(List.of(key))) {
        problems.add(problem(toml, key, "is text in quotes"));
      }
    }
    if (!toml.contains(List.of("name"))) {
      problems.add(new Problem(0, "name", "is missing: it is what visitors read on top"));
    }
    SellerTable seller = SellerTable.read(toml, SELLER);
    problems.addAll(seller.problems());
    if (!problems.isEmpty()) {
      return new Read(Optional.empty(), problems);
    }
    ThemeFile theme =
        new ThemeFile(
            text(toml, "name", ""),
            text(toml, "tagline", ""),
            text(toml, "brand", Theme.DEFAULT_BRAND).toLowerCase(Locale.ROOT),
            logo(toml, file, problems),
            seller.seller(),
            read(toml, "stock", StockShown::of, problems).orElse(StockShown.FEW),
            read(toml, "timezone", ThemeFile::zone, problems));
    theme.check(toml, problems);
    return new Read(
        problems.isEmpty() ? Optional.of(theme) : Optional.empty(), List.copyOf(problems));
  }

  /** The theme of a pack; without a file, the plain one that a box gives its show. */
  static Theme theme(ThemeFile file, Optional<AssetId> logo) {
    return new Theme(file.name, file.tagline, file.brand, logo, file.seller, file.stock, file.zone);
  }

  /** A look without a seller, a time zone, or a word about the stock. */
  public ThemeFile(String name, String tagline, String brand, Optional<Path> logo) {
    this(name, tagline, brand, logo, Optional.empty(), StockShown.FEW, Optional.empty());
  }

  private static <T> Optional<T> read(
      TomlParseResult toml, String key, Function<String, T> reader, List<Problem> problems) {
    String text = toml.getString(List.of(key));
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(reader.apply(text.strip()));
    } catch (IllegalArgumentException e) {
      problems.add(problem(toml, key, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private static ZoneId zone(String id) {
    // A name, not a bare offset: it has to know about summer time.
    if (ZoneId.getAvailableZoneIds().contains(id)) {
      return ZoneId.of(id);
    }
    throw new IllegalArgumentException(
        "is no time zone: write a name such as \"Europe/Amsterdam\" or \"UTC\"");
  }

  /** The type's own rules, each told at its line. */
  private void check(TomlParseResult toml, List<Problem> problems) {
    attempt(toml, "name", new ThemeFile(name, "", Theme.DEFAULT_BRAND, logo), problems);
    attempt(toml, "tagline", new ThemeFile("x", tagline, Theme.DEFAULT_BRAND, logo), problems);
    attempt(toml, "brand", new ThemeFile("x", "", brand, logo), problems);
  }

  private static void attempt(
      TomlParseResult toml, String key, ThemeFile file, List<Problem> problems) {
    try {
      theme(file, Optional.empty());
    } catch (IllegalArgumentException e) {
      problems.add(problem(toml, key, String.valueOf(e.getMessage())));
    }
  }

  private static Optional<Path> logo(TomlParseResult toml, Path file, List<Problem> problems) {
    String name = text(toml, "logo", "");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path logo = file.resolveSibling(name);
      if (Files.isRegularFile(logo)) {
        return Optional.of(logo);
      }
    } catch (InvalidPathException e) {
      // Said below.
    }
    problems.add(problem(toml, "logo", "there is no file \"" + name + "\" beside the theme"));
    return Optional.empty();
  }

  private static Problem problem(TomlParseResult toml, String key, String reason) {
    var position = toml.inputPositionOf(List.of(key));
    return new Problem(position == null ? 0 : position.line(), key, reason);
  }

  private static String text(TomlParseResult toml, String key, String otherwise) {
    String value = toml.getString(List.of(key));
    return value == null ? otherwise : value.strip();
  }

  private static Read refused(String reason) {
    return new Read(Optional.empty(), List.of(new Problem(0, "", reason)));
  }
}
