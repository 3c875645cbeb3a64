package dev.roadcase.core.fact;

/** Facts as bytes and back; {@code wire} has the one implementation. */
public interface FactCodec {
  byte[] encode(Fact fact);

  /**
   * The fact that these bytes stand for.
   *
   * @throws IllegalArgumentException when the bytes are no fact of this or an earlier release
   */
  Fact decode(byte[] bytes);
}
