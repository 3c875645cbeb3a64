package dev.roadcase.app.http;

import dev.roadcase.core.sale.ReceiptToken;
import java.util.Base64;

/**
 * A receipt token as people read it out: the first 40 bits in Crockford's base 32, in two groups.
 */
final class Reference {
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private Reference() {}

  static String of(ReceiptToken receipt) {
    byte[] hash = Base64.getUrlDecoder().decode(receipt.value());
    long bits = 0;
    for (int i = 0; i < 5; i++) {
      bits = bits << 8 | (hash[i] & 0xff);
    }
    StringBuilder text = new StringBuilder(9);
    for (int shift = 35; shift >= 0; shift -= 5) {
      text.append(DIGITS.charAt((int) (bits >>> shift) & 31));
      if (shift == 20) {
        text.append('-');
      }
    }
    return text.toString();
  }
}
