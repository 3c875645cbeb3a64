package dev.roadcase.core.sale;

import dev.roadcase.core.identity.Crockford;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * A receipt as people read it out: the first 40 bits of its token in Crockford's base 32, in two
 * groups of four, such as {@code HHMM-ZKHW}. It points at a receipt and proves nothing: a token
 * cannot be guessed, a reference can, so it opens nothing for strangers.
 *
 * @param bits 0 … 2^40-1
 */
public record Reference(long bits) {
  /** How many bits of the token it has. */
  public static final int BITS = 40;

  private static final int LETTERS = 8;
  private static final int BITS_OF_A_LETTER = 5;

  public Reference {
    if (bits < 0 || bits >>> BITS != 0) {
      throw new IllegalArgumentException("a reference has " + BITS + " bits");
    }
  }

  public static Reference of(ReceiptToken receipt) {
    byte[] hash = Base64.getUrlDecoder().decode(receipt.value());
    return new Reference(ByteBuffer.wrap(hash).getLong() >>> (Long.SIZE - BITS));
  }

  /**
   * A reference as somebody types it: in any case, with or without spaces and dashes, and with the
   * letters O, I and L for the digits that they look like. Nothing when it is none.
   */
  public static Optional<Reference> typed(String text) {
    String letters = text.toUpperCase(Locale.ROOT).replaceAll("[\\s\\p{Pd}\\u00a0]+", "");
    if (letters.length() != LETTERS) {
      return Optional.empty();
    }
    long bits = 0;
    for (int i = 0; i < LETTERS; i++) {
      int digit =
          switch (letters.charAt(i)) {
            case 'O' -> 0;
            case 'I', 'L' -> 1;
            default -> Crockford.DIGITS.indexOf(letters.charAt(i));
          };
      if (digit < 0) {
        return Optional.empty();
      }
      bits = bits << BITS_OF_A_LETTER | digit;
    }
    return Optional.of(new Reference(bits));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(LETTERS + 1);
    for (int shift = BITS - BITS_OF_A_LETTER; shift >= 0; shift -= BITS_OF_A_LETTER) {
      text.append(Crockford.DIGITS.charAt((int) (bits >>> shift) & 31));
      if (shift == BITS / 2) {
        text.append('-');
      }
    }
    return text.toString();
  }
}
