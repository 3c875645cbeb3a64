package dev.roadcase.core.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The nonces that proofs of possession carry (RFC 9449 §8, §9): they say when and for which key
 * they were made, and the box keeps no list of them. With them nobody needs a clock.
 */
public final class Nonces {
  /** How long a nonce is the newest. */
  public static final Duration WINDOW = Duration.ofSeconds(30);

  private static final int OCTETS = 8 + 6 + 12;

  /** Ready with the key; copied for each use, as one serves one thread. */
  private final Mac keyed;

  /**
   * Nonces under a key of this process.
   *
   * @param key 32 octets of chance
   */
  public Nonces(byte[] key) {
    try {
      keyed = Mac.getInstance("HmacSHA256");
      keyed.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
    }
  }

  /**
   * A nonce that counts.
   *
   * @param window its number
   * @param stream goes on from nonce to nonce of one user of the key; 48 bits
   * @param newest whether a newer one could be had
   */
  public record Good(long window, long stream, boolean newest) {}

  /** The number of the window at such a monotonic moment. */
  public static long window(long nanos) {
    return Math.floorDiv(nanos, WINDOW.toNanos());
  }

  /** A nonce for the key of that thumbprint, in the window of now. */
  public String make(String jkt, long stream, long nanos) {
    ByteBuffer nonce = ByteBuffer.allocate(OCTETS);
    nonce.putLong(window(nanos)).putShort((short) (stream >> 32)).putInt((int) stream);
    nonce.put(mac(nonce.array(), jkt), 0, 12);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce.array());
  }

  /** Reads one: it counts in its own window and the next, for the key that it was made for. */
  public Optional<Good> read(String text, String jkt, long nanos) {
    byte[] octets;
    try {
      octets = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (octets.length != OCTETS) {
      return Optional.empty();
    }
    byte[] expected = new byte[12];
    System.arraycopy(mac(octets, jkt), 0, expected, 0, 12);
    byte[] shown = new byte[12];
    System.arraycopy(octets, 14, shown, 0, 12);
    ByteBuffer nonce = ByteBuffer.wrap(octets);
    long window = nonce.getLong();
    long stream = (nonce.getShort() & 0xffffL) << 32 | (nonce.getInt() & 0xffff_ffffL);
    long now = window(nanos);
    return MessageDigest.isEqual(expected, shown) && (window == now || window == now - 1)
        ? Optional.of(new Good(window, stream, window == now))
        : Optional.empty();
  }

  private byte[] mac(byte[] nonce, String jkt) {
    try {
      Mac mac = (Mac) keyed.clone();
      mac.update(nonce, 0, 14);
      return mac.doFinal(jkt.getBytes(StandardCharsets.US_ASCII));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's HMAC can be copied", e);
    }
  }
}
