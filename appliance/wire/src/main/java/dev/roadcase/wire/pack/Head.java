package dev.roadcase.wire.pack;

import static dev.roadcase.wire.pack.PackFile.CERTIFICATE_MAX;
import static dev.roadcase.wire.pack.PackFile.MANIFEST_MAX;
import static dev.roadcase.wire.pack.PackFile.PACK_MAX;

import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Looks;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.PackId;
import dev.roadcase.core.pack.Picture.Rendition;
import dev.roadcase.core.pack.Revocations;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.x509.Certificates;
import dev.roadcase.wire.x509.Issuer;
import dev.roadcase.wire.x509.Name;
import dev.roadcase.wire.x509.NotTrusted;
import dev.roadcase.wire.x509.RevocationsJwt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pack up to where its assets begin: manifest, certificate, parts. It is whole, and signed by the
 * certificate that it brings along.
 */
record Head(
    Manifest manifest,
    PackId id,
    Map<Sku, Item> items,
    Looks looks,
    Roster roster,
    Revocations revocations,
    X509Certificate signer) {
  private static final byte[] MAGIC = "RCPACK1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int MAGIC_AND_LENGTH = MAGIC.length + 4;

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
          items,
          looks,
          roster,
          revocations);
    } catch (IllegalArgumentException e) {
      throw new BadPack("the pack breaks a rule: " + e.getMessage());
    }
  }

  /** What follows this head, in order. */
  List<Rendition> assets() {
    return LooksJson.assets(looks);
  }

  /** Octets of what follows this head. */
  long assetsSize() {
    return assets().stream().mapToLong(Rendition::size).sum();
  }

  /**
   * Checks all of a head but whether its signer is to be believed.
   *
   * @throws BadPack when it is damaged, or anything follows it
   */
  static Head of(byte[] bytes) {
    if (bytes.length > PACK_MAX) {
      throw new BadPack("a pack has at most " + PACK_MAX + " octets before its assets");
    }
    Cursor in = new Cursor(bytes);
    if (!Arrays.equals(in.start(MAGIC.length), MAGIC)) {
      throw new BadPack("this is no pack: a pack begins with RCPACK1");
    }
    CompactJws jws = jws(in.take(in.length32("the manifest", MANIFEST_MAX), "the manifest"));
    byte[] certificate =
        in.take(in.length16("the certificate", CERTIFICATE_MAX), "the certificate");
    X509Certificate signer = certificate(certificate);
    if (!jws.keyId().equals(keyId(certificate))) {
      throw new BadPack("the pack names another certificate than the one that it brings along");
    }
    if (!jws.signedBy(new Es256(Certificates.publicKey(signer)))) {
      throw new BadPack(
          "the pack's manifest is not signed by the certificate that it brings along");
    }
    byte[] payload = jws.payload();
    Manifest manifest = manifest(payload);
    Contents contents = contents(manifest, signer, in);
    return new Head(
        manifest,
        new PackId(hex(sha256(payload))),
        contents.items,
        contents.looks,
        contents.roster,
        contents.revocations,
        signer);
  }

  /**
   * As much of a file as its manifest says is head, to be checked by {@link #of}. A file that is
   * shorter, or that is no pack, gives what there is of it.
   *
   * @throws BadPack when the manifest cannot be read, or says more than a pack may have
   */
  static byte[] read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream(1 << 16);
    byte[] start = in.readNBytes(MAGIC_AND_LENGTH);
    head.writeBytes(start);
    if (start.length < MAGIC_AND_LENGTH
        || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return head.toByteArray();
    }
    long length = Integer.toUnsignedLong(ByteBuffer.wrap(start, MAGIC.length, 4).getInt());
    byte[] manifest = in.readNBytes(Cursor.limited(length, "the manifest", MANIFEST_MAX));
    head.writeBytes(manifest);
    byte[] two = in.readNBytes(2);
    head.writeBytes(two);
    if (manifest.length < length || two.length < 2) {
      return head.toByteArray();
    }
    int certificate = Short.toUnsignedInt(ByteBuffer.wrap(two).getShort());
    head.writeBytes(in.readNBytes(Cursor.limited(certificate, "the certificate", CERTIFICATE_MAX)));
    long parts = manifest(jws(manifest).payload()).parts().stream().mapToLong(PackPart::size).sum();
    if (head.size() + parts > PACK_MAX) {
      throw new BadPack("a pack has at most " + PACK_MAX + " octets before its assets");
    }
    // Grows with what is there, not with what was announced.
    head.writeBytes(in.readNBytes((int) parts));
    return head.toByteArray();
  }

  /** Signs a manifest, and puts certificate and parts behind it. */
  static byte[] sign(Manifest manifest, Issuer show, List<byte[]> parts) {
    byte[] certificate = Certificates.toDer(show.certificate());
    String jws = CompactJws.sign(show.key(), PackFile.TYP, keyId(certificate), manifest.bytes());
    if (jws.length() > MANIFEST_MAX || certificate.length > CERTIFICATE_MAX) {
      throw new IllegalArgumentException("the manifest or the certificate is too long for a pack");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC);
    out.writeBytes(ByteBuffer.allocate(4).putInt(jws.length()).array());
    out.writeBytes(jws.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(ByteBuffer.allocate(2).putShort((short) certificate.length).array());
    out.writeBytes(certificate);
    parts.forEach(out::writeBytes);
    return out.toByteArray();
  }

  static PackPart part(String name, byte[] content) {
    return part(name, "application/json", content);
  }

  static PackPart part(String name, String mediaType, byte[] content) {
    return new PackPart(name, mediaType, content.length, hex(sha256(content)));
  }

  /** One part of a head, by its name. */
  static Optional<byte[]> part(byte[] bytes, String name) {
    // From the end, where the parts are: nothing follows them, and that was checked.
    List<PackPart> parts = of(bytes).manifest.parts();
    int from = bytes.length - Math.toIntExact(parts.stream().mapToLong(PackPart::size).sum());
    for (PackPart part : parts) {
      int to = from + (int) part.size();
      if (part.name().equals(name)) {
        return Optional.of(Arrays.copyOfRange(bytes, from, to));
      }
      from = to;
    }
    return Optional.empty();
  }

  private record Contents(
      Map<Sku, Item> items, Looks looks, Roster roster, Revocations revocations) {}

  /** The parts, in order; the catalogue is among them. */
  private static Contents contents(Manifest manifest, X509Certificate signer, Cursor in) {
    Optional<Map<Sku, Item>> items = Optional.empty();
    Looks looks = Looks.plain(manifest.show());
    Roster roster = Roster.USUAL;
    Revocations revocations = Revocations.none(manifest.fleet(), manifest.show());
    for (PackPart part : manifest.parts()) {
      byte[] content = in.take((int) part.size(), "the part " + part.name());
      if (!hex(sha256(content)).equals(part.sha256())) {
        throw new BadPack("the part " + part.name() + " differs from its hash in the manifest");
      }
      // A part that this release does not know is checked and passed over: after a rollback an
      // older release meets a newer pack. What must not be passed over changes the magic.
      switch (part.name()) {
        case PackFile.CATALOGUE -> items = Optional.of(items(content, manifest));
        case PackFile.LOOKS -> looks = looks(content);
        case PackFile.ROSTER -> roster = roster(content);
        case PackFile.REVOCATIONS -> revocations = revocations(content, manifest, signer);
        default -> {}
      }
    }
    in.end();
    return new Contents(
        items.orElseThrow(() -> new BadPack("the pack has no part " + PackFile.CATALOGUE)),
        looks,
        roster,
        revocations);
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
      throw malformed(e);
    }
  }

  private static Looks looks(byte[] part) {
    try {
      return LooksJson.read(part);
    } catch (Malformed e) {
      throw malformed(e);
    }
  }

  private static Roster roster(byte[] part) {
    try {
      return RosterJson.read(part);
    } catch (Malformed e) {
      throw malformed(e);
    }
  }

  private static Revocations revocations(byte[] part, Manifest manifest, X509Certificate signer) {
    try {
      return RevocationsJwt.read(
          new String(part, StandardCharsets.ISO_8859_1),
          Certificates.publicKey(signer),
          new Name.Show(manifest.fleet(), manifest.show()));
    } catch (Malformed e) {
      throw malformed(e);
    } catch (NotTrusted e) {
      throw new BadPack("the pack breaks a rule: " + e.getMessage());
    }
  }

  private static Manifest manifest(byte[] payload) {
    try {
      return Manifest.read(payload);
    } catch (Malformed e) {
      throw malformed(e);
    }
  }

  private static BadPack malformed(Malformed e) {
    return new BadPack("the pack is malformed: " + e.getMessage());
  }

  private static CompactJws jws(byte[] text) {
    try {
      return CompactJws.parse(new String(text, StandardCharsets.ISO_8859_1), PackFile.TYP);
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
}
