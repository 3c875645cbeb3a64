package dev.roadcase.provisioning.catalogue;

import dev.roadcase.core.fact.Hash;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A SKU where the shop has none. */
public final class MadeSku {
  private static final int SKU_MAX = 64;

  private MadeSku() {}

  /**
   * The same handle and options give the same SKU in every build: {@code band-tee-black-m}. Where
   * letters are lost on the way, a hash tells what they were.
   */
  public static String of(String handle, List<String> options) {
    String whole = String.join("\n", Stream.concat(Stream.of(handle), options.stream()).toList());
    StringBuilder made = new StringBuilder();
    boolean lost = false;
    for (String part : whole.split("\n", -1)) {
      String slug = slug(part);
      lost |= !slug.replace("-", "").equals(letters(part)) || slug.isEmpty();
      made.append(made.isEmpty() || slug.isEmpty() ? "" : "-").append(slug);
    }
    return lost || made.length() > SKU_MAX ? hashed(made.toString(), whole) : made.toString();
  }

  /** Another for the same, where that one is taken; as steady as that. */
  public static String other(String handle, List<String> options) {
    String whole = String.join("\n", Stream.concat(Stream.of(handle), options.stream()).toList());
    return hashed(of(handle, options), whole);
  }

  private static String hashed(String made, String whole) {
    String hash = Hash.of(whole.getBytes(StandardCharsets.UTF_8)).value().replaceAll("[_-]", "0");
    return made.substring(0, Math.min(SKU_MAX - 9, made.length())) + "-" + hash.substring(0, 8);
  }

  /** As shops make handles: {@code Café Crème} is {@code cafe-creme}; empty for 赤. */
  public static String slug(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-")
        .replaceAll("^-|-$", "");
  }

  private static String letters(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[\\s\\p{Punct}]", "");
  }
}
