package dev.roadcase.wire.pack;

import dev.roadcase.core.auth.Verified;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.PackId;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.x509.Certificates;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.Issuer;
import dev.roadcase.wire.x509.Name;
import dev.roadcase.wire.x509.NotTrusted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Writes and reads packs. The layout ({@code docs/packs.md}), numbers big-endian:
 *
 * <pre>
 * "RCPACK1\n"                                   8 octets
 * length u32, compact JWS of the manifest       typ pack+jwt, ES256, kid = SHA-256 of the certificate
 * length u16, certificate of the show           DER
 * the parts, as long and in the order as the manifest says; nothing after them
 * </pre>
 *
 * <p>The same draft signed by the same show gives the same bytes.
 */
public final class PackFile {
  /** The {@code typ} of a manifest. */
  public static final String TYP = "pack+jwt";

  /** Longest manifest as a JWS, characters. */
  public static final int MANIFEST_MAX = CompactJws.LENGTH_MAX;

  /** Longest certificate, octets. */
  public static final int CERTIFICATE_MAX = 4_096;

  /** Most parts of one pack. */
  public static final int PARTS_MAX = 256;

  /** Longest part, octets: a catalogue of {@link #ITEMS_MAX} items with long descriptions fits. */
  public static final int PART_MAX = 16 << 20;

  /** Longest pack, octets. Read into memory whole, so it is small against a box's 128 MB heap. */
  public static final int PACK_MAX = 32 << 20;

  /** Most items of one catalogue. */
  public static final int ITEMS_MAX = 20_000;

  /** The part that holds the items. */
  public static final String CATALOGUE = "catalogue.json";

  private static final byte[] MAGIC = "RCPACK1\n".getBytes(StandardCharsets.US_ASCII);

  private PackFile() {}

  /**
   * Signs a pack for the show whose key this is.
   *
   * @throws IllegalArgumentException when the draft breaks a rule of {@link Pack} or a limit above
   */
  public static byte[] write(PackDraft draft, Issuer show) {
    if (!(show.name() instanceof Name.Show name)) {
      throw new IllegalArgumentException("a pack is signed by a show's key, not by the root's");
    }
    if (draft.items().size() > ITEMS_MAX) {
      throw new IllegalArgumentException(
          "a pack has at most " + ITEMS_MAX + " items, not " + draft.items().size());
    }
    byte[] catalogue = CatalogueJson.write(draft.items());
    PackPart part =
        new PackPart(CATALOGUE, "application/json", catalogue.length, hex(sha256(catalogue)));
    Manifest manifest =
        new Manifest(
            name.fleet(),
            name.show(),
            draft.version(),
            draft.created(),
            draft.currency(),
            draft.taxIncluded(),
            draft.taxRates(),
            draft.grace(),
            draft.upstreamKey(),
            draft.items().size(),
            List.of(part));
    byte[] certificate = Certificates.toDer(show.certificate());
    String jws = CompactJws.sign(show.key(), TYP, keyId(certificate), manifest.bytes());
    byte[] bytes = assemble(jws, certificate, catalogue);
    // What we hand out is what we would take: every rule of the reader, before anyone relies on it.
    open(bytes);
    return bytes;
  }

  /**
   * A pack that may be sold from.
   *
   * @param nowLo it is no earlier than this, epoch milliseconds; see {@link FleetRoot#show}
   * @param nowHi it is no later than this
   * @throws BadPack when it is damaged, or not signed for a show of this fleet
   */
  public static Verified<Pack> read(byte[] bytes, FleetRoot root, long nowLo, long nowHi) {
    Opened opened = opened(bytes);
    Name.Show signer;
    try {
      signer = root.show(opened.signer, nowLo, nowHi);
    } catch (NotTrusted e) {
      throw new BadPack("the pack's signature is not by this fleet: " + e.getMessage());
    }
    Pack pack = opened.pack();
    if (!pack.fleet().equals(signer.fleet()) || !pack.show().equals(signer.show())) {
      throw new BadPack(
          "the pack is for the show "
              + pack.show()
              + " of "
              + pack.fleet()
              + ", but was signed for "
              + signer.show()
              + " of "
              + signer.fleet());
    }
    return new Verified<>(pack);
  }

  /** As {@link #read(byte[], FleetRoot, long, long)}, from a file. */
  public static Verified<Pack> read(Path file, FleetRoot root, long nowLo, long nowHi)
      throws IOException {
    return read(bytes(file), root, nowLo, nowHi);
  }

  /**
   * A pack that is whole and signed by somebody, to look at.
   *
   * @throws BadPack when it is damaged
   */
  public static ReadablePack open(byte[] bytes) {
    Opened opened = opened(bytes);
    return new ReadablePack(
        opened.pack(),
        opened.manifest.created(),
        opened.manifest.parts(),
        opened.signer,
        bytes.length);
  }

  /**
   * A pack out of the box's own journal. It was verified before it got there; that its bytes are
   * still the same is checked again, what its certificate is worth today is not.
   *
   * @throws BadPack when it is not the pack of that address any more
   */
  public static Pack readTrusted(byte[] bytes, PackId expected) {
    Pack pack = opened(bytes).pack();
    if (!pack.id().equals(expected)) {
      throw new BadPack("the pack is " + pack.id() + ", not " + expected);
    }
    return pack;
  }

  /**
   * A file's bytes, if it is not too long to be a pack.
   *
   * @throws BadPack when it is longer than {@link #PACK_MAX}
   */
  public static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      // Not by Files.size: a device or a file that grows says what it likes.
      byte[] bytes = in.readNBytes(PACK_MAX + 1);
      requirePackSize(bytes.length);
      return bytes;
    }
  }

  private record Opened(
      Manifest manifest, PackId id, Map<Sku, Item> items, X509Certificate signer) {
    Pack pack() {
      try {
        return new Pack(
            id,
            manifest.fleet(),
            manifest.show(),
            manifest.version(),
            manifest.currency(),
            manifest.taxIncluded(),
            manifest.taxRates(),
            manifest.grace(),
            manifest.upstreamKey(),
            items);
      } catch (IllegalArgumentException e) {
        throw new BadPack("the pack breaks a rule: " + e.getMessage());
      }
    }
  }

  private static Opened opened(byte[] bytes) {
    requirePackSize(bytes.length);
    Cursor in = new Cursor(bytes);
    if (!Arrays.equals(in.magic(), MAGIC)) {
      throw new BadPack("this is no pack: a pack begins with RCPACK1");
    }
    int length = in.length32("the manifest", MANIFEST_MAX);
    String text = new String(in.take(length, "the manifest"), StandardCharsets.ISO_8859_1);
    byte[] certificate =
        in.take(in.length16("the certificate", CERTIFICATE_MAX), "the certificate");
    X509Certificate signer = certificate(certificate);
    CompactJws jws = jws(text);
    if (!jws.keyId().equals(keyId(certificate))) {
      throw new BadPack("the pack names another certificate than the one that it brings along");
    }
    if (!jws.signedBy(new Es256(Certificates.publicKey(signer)))) {
      throw new BadPack(
          "the pack's manifest is not signed by the certificate that it brings along");
    }
    byte[] payload = jws.payload();
    Manifest manifest = manifest(payload);
    Map<Sku, Item> items = items(parts(manifest, in), manifest);
    return new Opened(manifest, new PackId(hex(sha256(payload))), items, signer);
  }

  /** The parts, in order; the catalogue is among them. */
  private static byte[] parts(Manifest manifest, Cursor in) {
    byte[] catalogue = null;
    for (PackPart part : manifest.parts()) {
      byte[] content = in.take((int) part.size(), "the part " + part.name());
      if (!hex(sha256(content)).equals(part.sha256())) {
        throw new BadPack("the part " + part.name() + " differs from its hash in the manifest");
      }
      // A part that this release does not know is checked and passed over: after a rollback an
      // older
      // release meets a newer pack. What must not be passed over changes the magic.
      if (part.name().equals(CATALOGUE)) {
        catalogue = content;
      }
    }
    in.end();
    if (catalogue == null) {
      throw new BadPack("the pack has no part " + CATALOGUE);
    }
    return catalogue;
  }

  private static Map<Sku, Item> items(byte[] catalogue, Manifest manifest) {
    try {
      Map<Sku, Item> items = CatalogueJson.read(catalogue, manifest.currency());
      if (items.size() != manifest.items()) {
        throw new BadPack(
            "the catalogue has " + items.size() + " items, the manifest says " + manifest.items());
      }
      return items;
    } catch (Malformed e) {
      throw new BadPack("the pack is malformed: " + e.getMessage());
    }
  }

  private static Manifest manifest(byte[] payload) {
    try {
      return Manifest.read(payload);
    } catch (Malformed e) {
      throw new BadPack("the pack is malformed: " + e.getMessage());
    }
  }

  private static CompactJws jws(String text) {
    try {
      return CompactJws.parse(text, TYP);
    } catch (Malformed e) {
      throw new BadPack("the pack's manifest: " + e.getMessage());
    }
  }

  private static X509Certificate certificate(byte[] der) {
    try {
      X509Certificate certificate = Certificates.fromDer(der);
      // Whatever else is wrong with it, a key of another kind is known here.
      Certificates.publicKey(certificate);
      return certificate;
    } catch (NotTrusted e) {
      throw new BadPack("the pack's certificate: " + e.getMessage());
    }
  }

  private static byte[] assemble(String jws, byte[] certificate, byte[] part) {
    if (jws.length() > MANIFEST_MAX || certificate.length > CERTIFICATE_MAX) {
      throw new IllegalArgumentException("the manifest or the certificate is too long for a pack");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC);
    out.writeBytes(ByteBuffer.allocate(4).putInt(jws.length()).array());
    out.writeBytes(jws.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(ByteBuffer.allocate(2).putShort((short) certificate.length).array());
    out.writeBytes(certificate);
    out.writeBytes(part);
    return out.toByteArray();
  }

  private static void requirePackSize(int size) {
    if (size > PACK_MAX) {
      throw new BadPack("a pack has at most " + PACK_MAX + " octets");
    }
  }

  private static String keyId(byte[] certificate) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(certificate));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Where the reader is. No octet is copied before it is known to be there and to be wanted. */
  private static final class Cursor {
    private final byte[] bytes;
    private int at;

    Cursor(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] magic() {
      byte[] found = Arrays.copyOf(bytes, Math.min(bytes.length, MAGIC.length));
      at = found.length;
      return found;
    }

    int length32(String what, int max) {
      require(4, "the length of " + what);
      int length = ByteBuffer.wrap(bytes, at, 4).getInt();
      at += 4;
      return limited(Integer.toUnsignedLong(length), what, max);
    }

    int length16(String what, int max) {
      require(2, "the length of " + what);
      int length = Short.toUnsignedInt(ByteBuffer.wrap(bytes, at, 2).getShort());
      at += 2;
      return limited(length, what, max);
    }

    byte[] take(int length, String what) {
      require(length, what);
      byte[] taken = Arrays.copyOfRange(bytes, at, at + length);
      at += length;
      return taken;
    }

    void end() {
      if (at != bytes.length) {
        throw new BadPack(
            "the pack ends at byte " + at + ", but " + (bytes.length - at) + " bytes follow");
      }
    }

    private void require(int length, String what) {
      if (length > bytes.length - at) {
        throw new BadPack(
            "the pack is cut short at byte "
                + bytes.length
                + ": "
                + what
                + " needs "
                + (length - (bytes.length - at))
                + " more");
      }
    }

    private static int limited(long length, String what, int max) {
      if (length < 1 || length > max) {
        throw new BadPack(what + " has 1 to " + max + " octets, not " + length);
      }
      return (int) length;
    }
  }
}
