package dev.roadcase.wire.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret under a passphrase. Numbers are big-endian:
 *
 * <pre>
 * "RCSEAL1\n"   8 octets, the version among them
 * memory u32    Argon2id, KiB
 * passes u8     Argon2id; one lane, version 1.3
 * salt 16       of chance, new for every sealing
 * nonce 12      of chance
 * ciphertext    AES-256-GCM (NIST SP 800-38D), with its tag of 16; all before it is authenticated
 * check 4       start of the SHA-256 of all before it: tells a damaged file from a wrong passphrase
 * </pre>
 *
 * <p>The key is Argon2id (RFC 9106) of the passphrase in UTF-8.
 */
public final class Sealed {
  /** Longest secret, octets. */
  public static final int SECRET_MAX = 65_536;

  /** What we are ready to spend because a file says so: a crew's tool has a heap of 256 MB. */
  static final int MEMORY_MAX = 128 * 1024;

  private static final byte[] MAGIC = "RCSEAL1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int SALT = 16;
  private static final int NONCE = 12;
  private static final int TAG = 16;
  private static final int CHECK = 4;
  private static final int HEADER = MAGIC.length + 4 + 1 + SALT + NONCE;

  private Sealed() {}

  /** Seals {@code secret}; twice the same gives two different results. */
  public static byte[] seal(byte[] secret, char[] passphrase, Argon2id cost, SecureRandom chance) {
    if (secret.length == 0 || secret.length > SECRET_MAX) {
      throw new IllegalArgumentException("what is sealed has 1 to " + SECRET_MAX + " octets");
    }
    if (passphrase.length == 0) {
      throw new IllegalArgumentException("a passphrase is not empty");
    }
    if (cost.memoryKib() > MEMORY_MAX) {
      throw new IllegalArgumentException("a sealing costs at most " + MEMORY_MAX + " KiB");
    }
    byte[] random = new byte[SALT + NONCE];
    chance.nextBytes(random);
    byte[] header =
        ByteBuffer.allocate(HEADER)
            .put(MAGIC)
            .putInt(cost.memoryKib())
            .put((byte) cost.passes())
            .put(random)
            .array();
    try {
      byte[] ciphertext = cipher(Cipher.ENCRYPT_MODE, header, passphrase, cost).doFinal(secret);
      ByteBuffer sealed = ByteBuffer.allocate(HEADER + ciphertext.length + CHECK);
      sealed.put(header).put(ciphertext);
      return sealed.put(check(sealed.array())).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /**
   * The secret in {@code sealed}. The caller wipes it.
   *
   * @throws CannotOpen when it is damaged, or the passphrase is another
   */
  public static byte[] open(byte[] sealed, char[] passphrase) {
    if (!Arrays.equals(Arrays.copyOf(sealed, MAGIC.length), MAGIC)) {
      throw new CannotOpen("is sealed in no way that this release knows");
    }
    if (sealed.length <= HEADER + TAG + CHECK
        || sealed.length > HEADER + SECRET_MAX + TAG + CHECK
        || !Arrays.equals(
            check(sealed), Arrays.copyOfRange(sealed, sealed.length - CHECK, sealed.length))) {
      throw new CannotOpen("is damaged");
    }
    byte[] header = Arrays.copyOf(sealed, HEADER);
    try {
      return cipher(Cipher.DECRYPT_MODE, header, passphrase, cost(header))
          .doFinal(sealed, HEADER, sealed.length - HEADER - CHECK);
    } catch (AEADBadTagException e) {
      // Without the cause, as everywhere here: nothing of what was tried gets into a message.
      throw new CannotOpen("is not opened by this passphrase");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  private static Argon2id cost(byte[] header) {
    ByteBuffer in = ByteBuffer.wrap(header, MAGIC.length, 5);
    int memory = in.getInt();
    int passes = in.get();
    try {
      if (memory <= MEMORY_MAX) {
        return new Argon2id(memory, passes);
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new CannotOpen("asks for more memory or time than we spend on opening it");
  }

  private static Cipher cipher(int mode, byte[] header, char[] passphrase, Argon2id cost)
      throws GeneralSecurityException {
    int salt = HEADER - NONCE - SALT;
    byte[] key =
        cost.derive(passphrase, Arrays.copyOfRange(header, salt, salt + SALT), 256 / Byte.SIZE);
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          mode,
          new SecretKeySpec(key, "AES"),
          new GCMParameterSpec(TAG * Byte.SIZE, header, HEADER - NONCE, NONCE));
      cipher.updateAAD(header);
      return cipher;
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Of all but the last four octets. */
  private static byte[] check(byte[] sealed) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update(sealed, 0, sealed.length - CHECK);
      return Arrays.copyOf(hash.digest(), CHECK);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
