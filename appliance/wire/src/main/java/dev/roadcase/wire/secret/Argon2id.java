package dev.roadcase.wire.secret;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id version 1.3 (RFC 9106) with one lane.
 *
 * @param memoryKib 8 … {@link #MEMORY_MAX}
 * @param passes 1 … 16
 */
public record Argon2id(int memoryKib, int passes) {
  /** For a PIN, on the box: 19 MiB and two passes, some 40 ms of a PC's CPU. */
  public static final Argon2id PIN = new Argon2id(19 * 1024, 2);

  /** For what is sealed on a laptop: 64 MiB and three passes (RFC 9106 §4, second choice). */
  public static final Argon2id PASSPHRASE = new Argon2id(64 * 1024, 3);

  /** What we are ready to spend because a file says so: 256 MiB. */
  public static final int MEMORY_MAX = 256 * 1024;

  private static final int SALT = 16;
  private static final int HASH = 32;
  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,2}),p=1"
              + "\\$([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})");

  public Argon2id {
    if (memoryKib < 8 || memoryKib > MEMORY_MAX || passes < 1 || passes > 16) {
      throw new IllegalArgumentException(
          "Argon2id takes 8 to " + MEMORY_MAX + " KiB and 1 to 16 passes");
    }
  }

  /** The hash with its salt and cost, in the PHC string format. */
  public String hash(char[] secret, SecureRandom chance) {
    byte[] salt = new byte[SALT];
    chance.nextBytes(salt);
    return hash(secret, salt);
  }

  /**
   * As {@link #hash(char[], SecureRandom)}, where the same secret is to give the same hash again.
   *
   * @param salt 16 octets, for this secret alone
   */
  public String hash(char[] secret, byte[] salt) {
    if (salt.length != SALT) {
      throw new IllegalArgumentException("a salt has " + SALT + " octets");
    }
    return phc(salt, derive(secret, salt, HASH));
  }

  private String phc(byte[] salt, byte[] hash) {
    Base64.Encoder text = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
        .formatted(memoryKib, passes, text.encodeToString(salt), text.encodeToString(hash));
  }

  /** What no secret is known for, and looks and costs like a hash: for those who are not there. */
  public String ofNothing(SecureRandom chance) {
    byte[] salt = new byte[SALT];
    chance.nextBytes(salt);
    byte[] hash = new byte[HASH];
    chance.nextBytes(hash);
    return phc(salt, hash);
  }

  /**
   * Whether {@code secret} is what {@code phc} was made of. Costs what the hash says, whether it is
   * or not.
   *
   * @throws IllegalArgumentException when {@code phc} is no hash of ours
   */
  public static boolean matches(char[] secret, String phc) {
    Matcher parts = parts(phc);
    Argon2id cost = cost(parts);
    byte[] salt = Base64.getDecoder().decode(parts.group(3));
    byte[] hash = Base64.getDecoder().decode(parts.group(4));
    return MessageDigest.isEqual(hash, cost.derive(secret, salt, hash.length));
  }

  /**
   * What a hash in the PHC string format costs.
   *
   * @throws IllegalArgumentException when it is no hash of ours
   */
  public static Argon2id of(String phc) {
    return cost(parts(phc));
  }

  private static Matcher parts(String phc) {
    Matcher parts = PHC.matcher(phc);
    if (!parts.matches()) {
      throw new IllegalArgumentException("this is no Argon2id hash in the PHC format");
    }
    return parts;
  }

  private static Argon2id cost(Matcher parts) {
    return new Argon2id(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
  }

  /** Key material of {@code length} octets. */
  public byte[] derive(char[] secret, byte[] salt, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] octets = utf8(secret);
    byte[] out = new byte[length];
    generator.generateBytes(octets, out);
    Arrays.fill(octets, (byte) 0);
    return out;
  }

  private static byte[] utf8(char[] secret) {
    ByteBuffer encoded = ByteBuffer.allocate(secret.length * 3);
    StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(CharBuffer.wrap(secret), encoded, true);
    byte[] octets = new byte[encoded.position()];
    encoded.flip().get(octets);
    Arrays.fill(encoded.array(), (byte) 0);
    return octets;
  }
}
