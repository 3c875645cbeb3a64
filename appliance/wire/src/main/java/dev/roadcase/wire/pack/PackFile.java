package dev.roadcase.wire.pack;

import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.PackId;
import dev.roadcase.core.pack.Picture.Rendition;
import dev.roadcase.wire.file.WholeFile;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.x509.Crl;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.Issuer;
import dev.roadcase.wire.x509.Name;
import dev.roadcase.wire.x509.NotTrusted;
import dev.roadcase.wire.x509.RevocationsJwt;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes and reads packs. The layout ({@code docs/packs.md}), numbers big-endian:
 *
 * <pre>
 * "RCPACK1\n"                                   8 octets
 * length u32, compact JWS of the manifest       typ pack+jwt, ES256, kid = SHA-256 of the certificate
 * length u16, certificate of the show           DER
 * the parts, as long and in the order as the manifest says
 * the assets, as long and in the order as the part looks.json says; nothing after them
 * </pre>
 *
 * <p>All but the assets is the pack's <em>head</em>: small enough to be held, and what a journal
 * keeps. The same draft signed by the same show gives the same bytes.
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

  /** Longest head, octets. Read into memory whole, so it is small against a box's 128 MB heap. */
  public static final int PACK_MAX = 32 << 20;

  /** Most items of one catalogue. */
  public static final int ITEMS_MAX = 20_000;

  /** Most pictures of one item. */
  public static final int PICTURES_OF_AN_ITEM_MAX = 20;

  /** Most assets of one pack. */
  public static final int ASSETS_MAX = 20_000;

  /** Longest asset, octets. */
  public static final int ASSET_MAX = 8 << 20;

  /** All assets together, octets: 2 GiB. */
  public static final long ASSETS_TOTAL_MAX = 2L << 30;

  /** The part that holds the items. */
  public static final String CATALOGUE = "catalogue.json";

  /** The part that holds the theme and the pictures; it may be absent. */
  public static final String LOOKS = "looks.json";

  /** The part that holds who may do what, and the hashes of PINs; it may be absent. */
  public static final String ROSTER = "roster.json";

  /** The part that holds whose keys count no more, as {@link RevocationsJwt}; it may be absent. */
  public static final String REVOCATIONS = "revocations.jwt";

  /** The part that holds the same as an X.509 CRL, DER; it is there with the one before. */
  public static final String CRL = "crl.der";

  private PackFile() {}

  /**
   * Signs a pack without assets for the show whose key this is.
   *
   * @throws IllegalArgumentException when the draft breaks a rule of {@link Pack} or a limit above,
   *     or brings pictures along
   */
  public static byte[] write(PackDraft draft, Issuer show) {
    if (draft.looks().isPresent() && !draft.looks().get().pictures().isEmpty()) {
      throw new IllegalArgumentException("a pack with pictures is written to a file");
    }
    return head(draft, show);
  }

  /**
   * Signs a pack for the show whose key this is, and writes it: whole, or not at all. The assets
   * pass through, one after the other.
   *
   * @throws IllegalArgumentException when the draft breaks a rule of {@link Pack} or a limit above,
   *     or an asset is not what the draft says
   */
  public static void write(PackDraft draft, Issuer show, AssetSource assets, Path out)
      throws IOException {
    byte[] head = head(draft, show);
    List<Rendition> follow = Head.of(head).assets();
    // It may carry a roster, with the hashes of PINs: nobody else on this machine reads it.
    WholeFile.streamPrivate(
        out,
        to -> {
          to.write(head);
          for (Rendition asset : follow) {
            copy(asset, assets, to);
          }
        });
  }

  /** How many octets the part {@link #CATALOGUE} of these items has. */
  public static long catalogueSize(List<Item> items) {
    return CatalogueJson.write(items).length;
  }

  /**
   * The signed head of the pack that {@code write} would make: its address is known by it.
   *
   * @throws IllegalArgumentException when the draft breaks a rule of {@link Pack} or a limit above
   */
  public static byte[] head(PackDraft draft, Issuer show) {
    if (!(show.name() instanceof Name.Show name)) {
      throw new IllegalArgumentException("a pack is signed by a show's key, not by the root's");
    }
    if (draft.items().size() > ITEMS_MAX) {
      throw new IllegalArgumentException(
          "a pack has at most " + ITEMS_MAX + " items, not " + draft.items().size());
    }
    List<PackPart> parts = new ArrayList<>();
    List<byte[]> contents = new ArrayList<>();
    contents.add(CatalogueJson.write(draft.items()));
    parts.add(Head.part(CATALOGUE, contents.getLast()));
    draft
        .looks()
        .ifPresent(looks -> {
          contents.add(LooksJson.write(looks));
          parts.add(Head.part(LOOKS, contents.getLast()));
        });
    draft
        .roster()
        .ifPresent(roster -> {
          contents.add(RosterJson.write(roster));
          parts.add(Head.part(ROSTER, contents.getLast()));
        });
    draft
        .revocations()
        .ifPresent(list -> {
          contents.add(RevocationsJwt.sign(list, show).getBytes(StandardCharsets.US_ASCII));
          parts.add(Head.part(REVOCATIONS, "application/jwt", contents.getLast()));
          contents.add(Crl.of(list, show));
          parts.add(Head.part(CRL, "application/pkix-crl", contents.getLast()));
        });
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
            parts);
    byte[] head = Head.sign(manifest, show, contents);
    // What we hand out is what we would take: every rule of the reader, before anyone relies on it.
    open(head);
    return head;
  }

  /**
   * A pack that may be sold from.
   *
   * @param head what {@link #head(Path)} gave, or a whole pack without assets
   * @param nowLo it is no earlier than this, epoch milliseconds; see {@link FleetRoot#show}
   * @param nowHi it is no later than this
   * @throws BadPack when it is damaged, or not signed for a show of this fleet
   */
  public static Verified<Pack> read(byte[] head, FleetRoot root, long nowLo, long nowHi) {
    Head opened = Head.of(head);
    Name.Show signer;
    try {
      signer = root.show(opened.signer(), nowLo, nowHi);
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
    return read(head(file), root, nowLo, nowHi);
  }

  /**
   * A pack that is whole and signed by somebody, to look at. Its assets are not looked at.
   *
   * @throws BadPack when it is damaged
   */
  public static ReadablePack open(byte[] head) {
    Head opened = Head.of(head);
    return new ReadablePack(
        opened.pack(),
        opened.manifest().created(),
        opened.manifest().parts(),
        opened.signer(),
        head.length + opened.assetsSize());
  }

  /**
   * One part of a head as it stands there, such as {@link #CRL} for those who end TLS.
   *
   * @throws BadPack when the head is damaged
   */
  public static Optional<byte[]> part(byte[] head, String name) {
    return Head.part(head, name);
  }

  /**
   * A pack out of the box's own journal. It was verified before it got there; that its bytes are
   * still the same is checked again, what its certificate is worth today is not.
   *
   * @throws BadPack when it is not the pack of that address any more
   */
  public static Pack readTrusted(byte[] head, PackId expected) {
    Pack pack = Head.of(head).pack();
    if (!pack.id().equals(expected)) {
      throw new BadPack("the pack is " + pack.id() + ", not " + expected);
    }
    return pack;
  }

  /**
   * The head of a file: manifest, certificate and parts. That the file is as long as its head and
   * its assets are together is checked; what the assets hold is for {@link #assets}.
   *
   * @throws BadPack when it is no pack, is damaged up to its assets, or has another length than it
   *     says
   */
  public static byte[] head(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      byte[] bytes = Head.read(in);
      requireLength(file, bytes.length, Head.of(bytes));
      return bytes;
    }
  }

  /**
   * Hands over each asset of a pack, in the order of the file. Every asset that is wanted is held
   * against its hash, whether it is read to its end or not.
   *
   * @throws BadPack when the pack is damaged, an asset differs from its hash, or anything is
   *     missing or follows; the assets before were taken
   */
  public static void assets(Path file, AssetSink sink) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      byte[] bytes = Head.read(in);
      Head head = Head.of(bytes);
      requireLength(file, bytes.length, head);
      for (Rendition asset : head.assets()) {
        if (sink.wanted(asset.id())) {
          VerifyingStream content = new VerifyingStream(in, asset);
          sink.take(asset.id(), asset.type(), asset.size(), content);
          content.drain();
        } else {
          in.skipNBytes(asset.size());
        }
      }
      if (in.read() >= 0) {
        throw new BadPack("something follows the last asset of the pack");
      }
    }
  }

  /** A file that is too short or too long is turned away before anything is made of it. */
  private static void requireLength(Path file, long headLength, Head head) throws IOException {
    if (!Files.isRegularFile(file)) {
      return;
    }
    long says = headLength + head.assetsSize();
    long has = Files.size(file);
    if (has < says) {
      throw new BadPack(
          "the pack is cut short at byte %d: its assets need %d more".formatted(has, says - has));
    }
    if (has > says) {
      throw new BadPack(
          "the pack ends at byte %d, but %d bytes follow".formatted(says, has - says));
    }
  }

  private static void copy(Rendition asset, AssetSource assets, OutputStream to)
      throws IOException {
    try (InputStream in = assets.open(asset.id())) {
      VerifyingStream content = new VerifyingStream(in, asset);
      content.transferTo(to);
      if (in.read() >= 0) {
        throw new BadPack("the asset is longer than the " + asset.size() + " octets announced");
      }
    } catch (BadPack e) {
      throw new IllegalArgumentException(
          "the asset " + asset.id() + " is not the file that was to be packed: " + e.getMessage(),
          e);
    }
  }
}
