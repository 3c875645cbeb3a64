package dev.roadcase.wire.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The members of one JSON object, each to be asked for once by name and type. {@link #done} refuses
 * what nobody asked for.
 */
public final class Fields {
  /** What every parser holds without loss (RFC 7493 §2.2). */
  private static final long WHOLE_MAX = (1L << 53) - 1;

  private final JsonNode node;
  private final String what;
  private final Set<String> asked = new HashSet<>();

  private Fields(JsonNode node, String what) {
    this.node = node;
    this.what = what;
  }

  public static Fields of(JsonNode node, String what) {
    if (!node.isObject()) {
      throw new Malformed(what + " is a JSON object");
    }
    return new Fields(node, what);
  }

  public String text(String name) {
    JsonNode value = need(name);
    if (!value.isTextual()) {
      throw new Malformed(what + ": \"" + name + "\" is a string");
    }
    requireWhole(value.textValue());
    return value.textValue();
  }

  public Optional<String> optionalText(String name) {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  /** A whole number within ±(2^53-1), written without fraction or exponent. */
  public long whole(String name) {
    JsonNode value = need(name);
    if (!isWhole(value)) {
      throw new Malformed(what + ": \"" + name + "\" is a whole number within ±(2^53-1)");
    }
    return value.longValue();
  }

  /**
   * A whole number that may use all of a signed 64-bit integer. Only for what we wrote ourselves.
   */
  public long whole64(String name) {
    JsonNode value = need(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new Malformed(what + ": \"" + name + "\" is a 64-bit whole number");
    }
    return value.longValue();
  }

  /**
   * A NumericDate (RFC 7519 §2): seconds since 1970, rounded down to whole ones, within ±(2^53-1).
   */
  public long numericDate(String name) {
    JsonNode value = need(name);
    if (!isDate(value)) {
      throw new Malformed(what + ": \"" + name + "\" is a number of seconds within ±(2^53-1)");
    }
    return isWhole(value) ? value.longValue() : (long) Math.floor(value.doubleValue());
  }

  public boolean truth(String name) {
    JsonNode value = need(name);
    if (!value.isBoolean()) {
      throw new Malformed(what + ": \"" + name + "\" is true or false");
    }
    return value.booleanValue();
  }

  public Fields object(String name) {
    return of(need(name), what + "." + name);
  }

  public boolean has(String name) {
    return node.hasNonNull(name);
  }

  public <T> List<T> list(String name, Function<Fields, T> reader) {
    return elements(name, (value, at) -> reader.apply(of(value, at)));
  }

  public List<String> texts(String name) {
    return elements(
        name,
        (value, at) -> {
          if (!value.isTextual()) {
            throw new Malformed(at + " is a string");
          }
          return value.textValue();
        });
  }

  /** Applies a type's own rules to a member, so that its complaint names the member. */
  public <T> T as(String name, Function<String, T> reader) {
    String value = text(name);
    try {
      return reader.apply(value);
    } catch (IllegalArgumentException e) {
      throw new Malformed(what + ": \"" + name + "\": " + e.getMessage());
    }
  }

  /** Members that nobody asked for are refused by name. */
  public void done() {
    node.fieldNames()
        .forEachRemaining(name -> {
          if (!asked.contains(name)) {
            throw new Malformed(what + " has no member \"" + printable(name) + "\"");
          }
        });
  }

  /**
   * Members that nobody asked for may be there, whatever they are, but for some.
   *
   * @param refused names that may not be there
   */
  public void othersExcept(Set<String> refused) {
    if (node.size() > asked.size()) {
      node.fieldNames()
          .forEachRemaining(name -> {
            if (refused.contains(name)) {
              throw new Malformed(what + " has no member \"" + name + "\"");
            }
          });
    }
  }

  /** What {@link Json#strict} promises of all members, those too that nobody asks for. */
  void requireStrict(int depth) {
    requireStrict(node, depth, false);
  }

  /** What {@link Json#dated} promises of them. */
  void requireDated(int depth) {
    requireStrict(node, depth, true);
  }

  private void requireStrict(JsonNode value, int depth, boolean fractions) {
    if (value.isContainerNode()) {
      if (depth == 0) {
        throw new Malformed(what + " is nested too deep");
      }
      value.fieldNames().forEachRemaining(this::requireWhole);
      value.forEach(member -> requireStrict(member, depth - 1, fractions));
    } else if (value.isTextual()) {
      requireWhole(value.textValue());
    } else if (value.isNumber() && !isWhole(value) && !(fractions && isDate(value))) {
      throw new Malformed(
          what + " has only " + (fractions ? "" : "whole ") + "numbers within ±(2^53-1)");
    }
  }

  private static boolean isWhole(JsonNode value) {
    return value.isIntegralNumber()
        && value.canConvertToLong()
        && value.longValue() <= WHOLE_MAX
        && value.longValue() >= -WHOLE_MAX;
  }

  private static boolean isDate(JsonNode value) {
    return isWhole(value)
        || (value.isFloatingPointNumber() && Math.abs(value.doubleValue()) <= WHOLE_MAX);
  }

  /** An escape can name half of a surrogate pair, which no UTF-8 can hold (RFC 7493 §2.1). */
  private void requireWhole(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        boolean pair =
            Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw new Malformed(what + " has half of a surrogate pair in a string");
        }
        i++;
      }
    }
  }

  private interface Element<T> {
    T read(JsonNode value, String at);
  }

  private <T> List<T> elements(String name, Element<T> reader) {
    JsonNode value = need(name);
    if (!value.isArray()) {
      throw new Malformed(what + ": \"" + name + "\" is a list");
    }
    List<T> all = new ArrayList<>(value.size());
    for (int i = 0; i < value.size(); i++) {
      all.add(reader.read(value.get(i), what + "." + name + "[" + i + "]"));
    }
    return all;
  }

  private JsonNode need(String name) {
    asked.add(name);
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      throw new Malformed(what + " lacks \"" + name + "\"");
    }
    return value;
  }

  private static String printable(String name) {
    String shown = name.length() > 40 ? name.substring(0, 40) + "…" : name;
    return shown.replaceAll("\\p{Cntrl}", "?");
  }
}
