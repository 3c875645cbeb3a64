package dev.roadcase.core.identity;

/** All kits of one operator, under one root key. Same form as a {@link KitId}. */
public record FleetId(String value) {
  public FleetId {
    value = new KitId(value).value();
  }

  @Override
  public String toString() {
    return value;
  }
}
