package dev.roadcase.wire.token;

import dev.roadcase.core.auth.Tokens;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The bits of a status list as its {@code lst} spells them: the lowest index in the lowest bit of
 * the first octet, DEFLATE in the zlib format (RFC 1950), base64url.
 */
final class StatusBits {
  private static final int OCTETS = Tokens.CAPACITY / 8;

  private StatusBits() {}

  static String write(BitSet dead) {
    byte[] octets = Arrays.copyOf(dead.toByteArray(), OCTETS);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
      deflater.setInput(octets);
      deflater.finish();
      byte[] buffer = new byte[4_096];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray());
  }

  /**
   * Reads them. Never inflates more than one octet beyond what a list has, whatever comes in.
   *
   * @throws IllegalArgumentException when it is not exactly one list of our size
   */
  static BitSet read(String lst) {
    byte[] octets = new byte[OCTETS + 1];
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(Base64.getUrlDecoder().decode(lst));
      int length = 0;
      while (!inflater.finished() && length < octets.length) {
        int more = inflater.inflate(octets, length, octets.length - length);
        if (more == 0 && !inflater.finished()) {
          throw new IllegalArgumentException("it ends too early, or asks for a dictionary");
        }
        length += more;
      }
      if (length != OCTETS || !inflater.finished() || inflater.getRemaining() != 0) {
        throw new IllegalArgumentException("it inflates to " + OCTETS + " octets exactly");
      }
      return BitSet.valueOf(octets);
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("it is compressed by zlib", e);
    }
  }
}
