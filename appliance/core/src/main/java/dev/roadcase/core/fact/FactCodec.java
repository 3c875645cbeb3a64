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

  /**
   * As {@link #decode}, of a peer's fact: a type, or a version, that this release does not know is
   * an {@link UnreadFact}.
   *
   * @throws IllegalArgumentException when the bytes are no fact, or one that does not leave its box
   */
  Fact decodePeer(byte[] bytes);

  /** Whether this release reads the bodies of that type. */
  boolean reads(String word, int version);
}
