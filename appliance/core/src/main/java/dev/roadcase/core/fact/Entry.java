package dev.roadcase.core.fact;

/**
 * A fact with the bytes that stand for it.
 *
 * @param position order in this box's journal over both chains, from 1
 * @param bytes made once, by {@link FactCodec}; the hash covers them, and nobody serialises the
 *     fact again. Not to be modified.
 * @param hash SHA-256 of {@code bytes}
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy a fact would be dear
public record Entry(long position, Fact fact, byte[] bytes, Hash hash) {}
