package dev.roadcase.core.identity;

/** Whom a token speaks for: a paired device, or a client that has a secret. */
public sealed interface Subject permits DeviceId, ClientId {
  String value();

  /**
   * The subject of that name.
   *
   * @throws IllegalArgumentException when it is neither a device's nor a client's
   */
  static Subject of(String value) {
    return value.startsWith("c-") ? new ClientId(value) : new DeviceId(value);
  }
}
