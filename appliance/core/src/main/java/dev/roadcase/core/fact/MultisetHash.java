package dev.roadcase.core.fact;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * The sum of a set of digests, modulo 2^256: the same for the same set in whatever order it was put
 * together, so it grows by what is new. MSet-Add-Hash of Clarke et al., "Incremental Multiset Hash
 * Functions" (2003), without its key; see {@code docs/set-back.md}.
 *
 * @param first the most significant 64 bits; the others follow
 */
public record MultisetHash(long first, long second, long third, long fourth) {
  /** Of nothing. */
  public static final MultisetHash EMPTY = new MultisetHash(0, 0, 0, 0);

  private static final int OCTETS = 32;

  /** Of one member, by its digest. */
  public static MultisetHash of(Hash digest) {
    return ofOctets(digest.octets());
  }

  /**
   * Of one member.
   *
   * @param digest 32 octets, big-endian
   */
  public static MultisetHash ofOctets(byte[] digest) {
    if (digest.length != OCTETS) {
      throw new IllegalArgumentException("a sum has 32 octets, not " + digest.length);
    }
    ByteBuffer octets = ByteBuffer.wrap(digest);
    return new MultisetHash(octets.getLong(), octets.getLong(), octets.getLong(), octets.getLong());
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static MultisetHash parse(String text) {
    MultisetHash sum = ofOctets(Base64.getUrlDecoder().decode(text));
    if (!sum.toString().equals(text)) {
      throw new IllegalArgumentException("a sum is 43 base64url characters");
    }
    return sum;
  }

  /** With these members, too. They must not be in it already. */
  public MultisetHash plus(MultisetHash other) {
    long d = fourth + other.fourth;
    long carry = overflowed(fourth, d) ? 1 : 0;
    long c = third + other.third;
    long more = overflowed(third, c) ? 1 : 0;
    long withCarry = c + carry;
    more += overflowed(c, withCarry) ? 1 : 0;
    long b = second + other.second;
    long most = overflowed(second, b) ? 1 : 0;
    long withMore = b + more;
    most += overflowed(b, withMore) ? 1 : 0;
    return new MultisetHash(first + other.first + most, withMore, withCarry, d);
  }

  /** Without these members, which are in it. */
  public MultisetHash minus(MultisetHash other) {
    return plus(other.negated());
  }

  private MultisetHash negated() {
    return new MultisetHash(~first, ~second, ~third, ~fourth).plus(new MultisetHash(0, 0, 0, 1));
  }

  /** Whether an unsigned sum is less than what went into it. */
  private static boolean overflowed(long summand, long sum) {
    return Long.compareUnsigned(sum, summand) < 0;
  }

  /** 32 octets, big-endian, as base64url without padding. */
  @Override
  public String toString() {
    byte[] octets =
        ByteBuffer.allocate(OCTETS)
            .putLong(first)
            .putLong(second)
            .putLong(third)
            .putLong(fourth)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }
}
