package dev.roadcase.app.twin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where things lie in the data folder, for the one that writes them and the one that serves them.
 *
 * <pre>
 * twin.sock                    where the box asks for its door
 * assets/ab/abcd…              pictures, the box's own
 * static/shop.zip              the shop, stored and not compressed; in it
 *   index.html                 pages/2.html  products/….html  screens/…  theme.css  away.html
 *   types                      one line a picture: hash, space, media type
 *   key                        what it was made from
 * </pre>
 */
final class TwinFiles {
  static final String INDEX = "index.html";
  static final String AWAY = "away.html";
  static final String TYPES = "types";
  static final String KEY = "key";

  /** A file name has at most 255 octets; a longer one goes by its hash. */
  private static final int NAME_MAX = 200;

  private static final Pattern PAGE = Pattern.compile("/pages/([1-9][0-9]{0,4})");
  private static final Pattern PRODUCT = Pattern.compile("/products/([^/]+)");
  private static final Pattern SCREEN = Pattern.compile("/screens/([a-z]+\\.[a-z]+)");
  private static final Pattern ASSET = Pattern.compile("/assets/([0-9a-f]{64})");

  private TwinFiles() {}

  static Path socket(Path dataDir) {
    return dataDir.resolve("twin.sock");
  }

  static Path folder(Path dataDir) {
    return dataDir.resolve("static");
  }

  static Path shop(Path dataDir) {
    return folder(dataDir).resolve("shop.zip");
  }

  /** The file of a product's page; whatever the shop calls the product, it is one plain name. */
  static String product(String product) {
    String name = URLEncoder.encode(product, StandardCharsets.UTF_8);
    return "products/" + (name.length() > NAME_MAX ? hash(product) : "p-" + name) + ".html";
  }

  static String page(int number) {
    return number == 1 ? INDEX : "pages/" + number + ".html";
  }

  /**
   * What a request's path asks for.
   *
   * @param file within the shop, or for a picture its hash
   */
  record Wanted(String file, boolean picture) {}

  /** The file behind a path as it came, still encoded; nothing when there can be none. */
  static Optional<Wanted> wanted(String path) {
    if (path.equals("/")) {
      return Optional.of(new Wanted(INDEX, false));
    }
    if (path.equals("/theme.css")) {
      return Optional.of(new Wanted("theme.css", false));
    }
    Matcher matcher = PAGE.matcher(path);
    if (matcher.matches()) {
      return Optional.of(new Wanted(page(Integer.parseInt(matcher.group(1))), false));
    }
    matcher = SCREEN.matcher(path);
    if (matcher.matches()) {
      return Optional.of(new Wanted("screens/" + matcher.group(1), false));
    }
    matcher = ASSET.matcher(path);
    if (matcher.matches()) {
      return Optional.of(new Wanted(matcher.group(1), true));
    }
    matcher = PRODUCT.matcher(path);
    return matcher.matches()
        ? decoded(matcher.group(1)).map(name -> new Wanted(product(name), false))
        : Optional.empty();
  }

  private static Optional<String> decoded(String segment) {
    try {
      // A plus is a plus in a path.
      return Optional.of(
          java.net.URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("SHA-256")
                  .digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
