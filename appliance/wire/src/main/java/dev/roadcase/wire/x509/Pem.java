package dev.roadcase.wire.x509;

import dev.roadcase.wire.file.WholeFile;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.secret.Argon2id;
import dev.roadcase.wire.secret.CannotOpen;
import dev.roadcase.wire.secret.Sealed;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.bouncycastle.util.BigIntegers;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * PEM (RFC 7468): certificates one after the other, lists of revocations, and a private key as
 * PKCS#8 (RFC 5208): what Vert.x, mosquitto and OpenSSL read as it is. A key under a passphrase is
 * {@link Sealed}, which nobody reads but we; keys that an earlier release has sealed (PBES2: PBKDF2
 * with HMAC-SHA-256, AES-256-CBC) still open.
 */
public final class Pem {
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String KEY = "PRIVATE KEY";
  private static final String ENCRYPTED_KEY = "ENCRYPTED PRIVATE KEY";
  private static final String SEALED_KEY = "ROADCASE SEALED KEY";
  private static final String REVOCATIONS = "X509 CRL";

  /** Larger than any key or chain of ours, in octets. */
  private static final int FILE_MAX = 65_536;

  private Pem() {}

  /**
   * Certificates as PEM, in the order that TLS wants them: the owner's first, its issuer's next.
   */
  public static String text(List<X509Certificate> chain) {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : chain) {
      text.append(block(CERTIFICATE, Certificates.toDer(certificate)));
    }
    return text.toString();
  }

  /** Writes certificates. They are no secret, but lie among keys: for their owner alone (0600). */
  public static void write(Path file, List<X509Certificate> chain) throws IOException {
    WholeFile.writePrivate(file, text(chain).getBytes(StandardCharsets.US_ASCII));
  }

  /** Writes a private key for its owner alone (0600). */
  public static void write(Path file, SigningKey key) throws IOException {
    WholeFile.writePrivate(
        file, block(KEY, pkcs8(key).getEncoded()).getBytes(StandardCharsets.US_ASCII));
  }

  /** Writes a private key under a passphrase, and for its owner alone (0600). */
  public static void write(Path file, SigningKey key, char[] passphrase, SecureRandom chance)
      throws IOException {
    byte[] plain = pkcs8(key).getEncoded();
    byte[] sealed = Sealed.seal(plain, passphrase, Argon2id.PASSPHRASE, chance);
    Arrays.fill(plain, (byte) 0);
    WholeFile.writePrivate(file, block(SEALED_KEY, sealed).getBytes(StandardCharsets.US_ASCII));
  }

  /** A list of revocations as PEM. */
  public static String text(byte[] crl) {
    return block(REVOCATIONS, crl);
  }

  /**
   * The certificates in a file, in its order.
   *
   * @throws NotTrusted when there is none, or something else is among them
   */
  public static List<X509Certificate> certificates(Path file) throws IOException {
    List<X509Certificate> found = new ArrayList<>();
    for (PemObject block : blocks(file)) {
      if (!block.getType().equals(CERTIFICATE)) {
        throw new NotTrusted(file + " holds a " + block.getType() + " among its certificates");
      }
      found.add(Certificates.fromDer(block.getContent()));
    }
    if (found.isEmpty()) {
      throw new NotTrusted(file + " holds no certificate in PEM");
    }
    return List.copyOf(found);
  }

  /** Whether the key in a file can be read only with its passphrase. */
  public static boolean sealed(Path file) throws IOException {
    return sealed(onlyBlock(file));
  }

  /**
   * The private key in a file.
   *
   * @throws NotTrusted when it is no plain P-256 key in PKCS#8
   */
  public static SigningKey key(Path file) throws IOException {
    PemObject block = onlyBlock(file);
    if (sealed(block)) {
      throw new NotTrusted(file + " is under a passphrase");
    }
    if (!block.getType().equals(KEY)) {
      throw new NotTrusted(file + " is no private key in PKCS#8, but a " + block.getType());
    }
    return signingKey(file, block.getContent());
  }

  /**
   * The private key in a file that is under a passphrase.
   *
   * @throws NotTrusted when the passphrase is another, or the file is damaged
   */
  public static SigningKey key(Path file, char[] passphrase) throws IOException {
    PemObject block = onlyBlock(file);
    return switch (block.getType()) {
      case SEALED_KEY -> unsealed(file, block.getContent(), passphrase);
      case ENCRYPTED_KEY -> decrypted(file, block.getContent(), passphrase);
      default -> key(file);
    };
  }

  private static boolean sealed(PemObject block) {
    return block.getType().equals(SEALED_KEY) || block.getType().equals(ENCRYPTED_KEY);
  }

  private static SigningKey unsealed(Path file, byte[] sealed, char[] passphrase) {
    try {
      byte[] plain = Sealed.open(sealed, passphrase);
      SigningKey key = signingKey(file, plain);
      Arrays.fill(plain, (byte) 0);
      return key;
    } catch (CannotOpen e) {
      throw new NotTrusted(file + " " + e.getMessage());
    }
  }

  private static SigningKey decrypted(Path file, byte[] content, char[] passphrase)
      throws IOException {
    try {
      return signingKey(
          file,
          new PKCS8EncryptedPrivateKeyInfo(content)
              .decryptPrivateKeyInfo(
                  new JcePKCSPBEInputDecryptorProviderBuilder()
                      .setProvider(new BouncyCastleProvider())
                      .build(passphrase))
              .getEncoded());
    } catch (PKCSException e) {
      throw new NotTrusted(file + " is not opened by this passphrase");
    } catch (IOException | IllegalArgumentException e) {
      throw new NotTrusted(file + " is damaged");
    }
  }

  static PrivateKeyInfo pkcs8(SigningKey key) {
    try {
      byte[] point = Certificates.spki(key.publicKey()).getPublicKeyData().getOctets();
      ECPrivateKey inner =
          new ECPrivateKey(
              256,
              new java.math.BigInteger(1, Base64.getUrlDecoder().decode(key.scalar())),
              new org.bouncycastle.asn1.DERBitString(point),
              null);
      return new PrivateKeyInfo(Certificates.P256_KEY, inner);
    } catch (IOException e) {
      throw new IllegalStateException("a key can be encoded", e);
    }
  }

  private static SigningKey signingKey(Path file, byte[] pkcs8) {
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
      ASN1Encodable inner = info.parsePrivateKey();
      if (!Certificates.P256_KEY.equals(info.getPrivateKeyAlgorithm())) {
        throw new NotTrusted(file + " holds a key that is not of the curve P-256");
      }
      byte[] scalar = BigIntegers.asUnsignedByteArray(32, ECPrivateKey.getInstance(inner).getKey());
      return SigningKey.of(Base64.getUrlEncoder().withoutPadding().encodeToString(scalar));
    } catch (NotTrusted e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      // Without the cause: its message may quote what stands in the file.
      throw new NotTrusted(file + " holds no private key that can be read");
    }
  }

  private static PemObject onlyBlock(Path file) throws IOException {
    List<PemObject> blocks = blocks(file);
    if (blocks.size() != 1) {
      throw new NotTrusted(file + " holds " + blocks.size() + " PEM blocks; a key file holds one");
    }
    return blocks.getFirst();
  }

  private static List<PemObject> blocks(Path file) throws IOException {
    if (Files.size(file) > FILE_MAX) {
      throw new NotTrusted(file + " is too long for PEM: at most " + FILE_MAX + " octets");
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII);
    List<PemObject> blocks = new ArrayList<>();
    try (PemReader reader = new PemReader(new StringReader(text))) {
      for (PemObject block = reader.readPemObject(); block != null; ) {
        blocks.add(block);
        block = reader.readPemObject();
      }
    } catch (IOException
        | IllegalArgumentException
        | org.bouncycastle.util.encoders.DecoderException e) {
      throw new NotTrusted(file + " is damaged: no PEM (RFC 7468)");
    }
    return blocks;
  }

  private static String block(String type, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }
}
