package dev.roadcase.core.pack;

/** A stock-keeping unit as the shop spells it: 1–64 printable characters, no control characters. */
public record Sku(String value) {
  public Sku {
    if (value.isEmpty() || value.length() > 64 || !value.equals(value.strip())) {
      throw new IllegalArgumentException(
          "a SKU has 1 to 64 characters and no space at either end, not \"" + value + "\"");
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a SKU has no control characters");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
