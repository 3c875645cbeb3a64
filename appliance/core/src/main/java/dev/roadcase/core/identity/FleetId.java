package dev.roadcase.core.identity;

/** All kits of one operator, under one root key. Same form as a {@link KitId}. */
public record FleetId(String value) {
  public FleetId {
    if (!KitId.FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a fleet's name is 1 to 32 lower-case letters, digits and hyphens, not \""
              + value
              + "\"");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
