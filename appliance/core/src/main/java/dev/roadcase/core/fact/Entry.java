package dev.roadcase.core.fact;

/**
 * A fact with the bytes that stand for it.
 *
 * @param position order in this box's journal over all chains, from 1
 * @param bytes made once, by {@link FactCodec} of the box that wrote the fact; the hash covers
 *     them, and nobody serialises the fact again. Not to be modified.
 * @param hash SHA-256 of {@code bytes}
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy a fact would be dear
public record Entry(long position, Origin origin, Fact fact, byte[] bytes, Hash hash) {
  /** A fact of the box's own. */
  public Entry(long position, Fact fact, byte[] bytes, Hash hash) {
    this(position, Origin.OWN, fact, bytes, hash);
  }
}
