package dev.roadcase.core.fact;

/**
 * A fact as another kit of the site wrote it.
 *
 * @param bytes as they stand in that kit's journal. Not to be modified
 * @param hash SHA-256 of {@code bytes}
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy a fact would be dear
public record PeerFact(Fact fact, byte[] bytes, Hash hash) {}
