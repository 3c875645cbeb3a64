package dev.roadcase.wire.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.PackId;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.x509.Certificates;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.Issuer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Currency;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackFileTest {
  private static final SecureRandom CHANCE = new SecureRandom();
  private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
  private static final Instant ENDS = Instant.parse("2026-06-05T22:00:00Z");
  private static final long LO = NOW.toEpochMilli();
  private static final long HI = NOW.plusSeconds(60).toEpochMilli();
  private static final Currency EUR = Currency.getInstance("EUR");

  private static final Issuer ROOT =
      Issuer.root(new FleetId("acme"), SigningKey.make(CHANCE), NOW, CHANCE);
  private static final Issuer SHOW =
      ROOT.show("harvest", SigningKey.make(CHANCE), ENDS, NOW, CHANCE);
  private static final FleetRoot TRUST = FleetRoot.of(ROOT.certificate());
  private static final PublicKey UPSTREAM = SigningKey.make(CHANCE).publicKey();
  private static final byte[] PACK = PackFile.write(draft(1, items()), SHOW);

  @Test
  void aPackComesBackAsItWasWritten() {
    Pack pack = PackFile.read(PACK, TRUST, LO, HI).value();
    assertEquals(new FleetId("acme"), pack.fleet());
    assertEquals("harvest", pack.show());
    assertEquals(1, pack.version());
    assertEquals(EUR, pack.currency());
    assertTrue(pack.taxIncluded());
    assertEquals(rates(), pack.taxRates());
    assertEquals(Duration.ofMinutes(15), pack.grace());
    assertEquals(UPSTREAM, pack.upstreamKey());
    assertEquals(items(), List.copyOf(pack.items().values()));
  }

  @Test
  void theSameDraftGivesTheSameBytes() {
    assertArrayEquals(PACK, PackFile.write(draft(1, items()), SHOW));
  }

  @Test
  void aPackIsAddressedByTheHashOfItsManifest() throws Exception {
    String jws = new String(PACK, 12, ByteBuffer.wrap(PACK, 8, 4).getInt(), StandardCharsets.UTF_8);
    byte[] manifest = Base64.getUrlDecoder().decode(jws.split("\\.")[1]);
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(manifest));
    assertEquals(new PackId(hash), PackFile.open(PACK).pack().id());
  }

  @Test
  void anotherVersionOrPriceIsAnotherPack() {
    PackId first = PackFile.open(PACK).pack().id();
    assertFalse(first.equals(PackFile.open(PackFile.write(draft(2, items()), SHOW)).pack().id()));
    List<Item> dearer = new ArrayList<>(items());
    dearer.set(0, item("TEE-M", 2501, new Stock.Tracked(Quantity.pieces(40))));
    assertFalse(first.equals(PackFile.open(PackFile.write(draft(1, dearer), SHOW)).pack().id()));
  }

  @Test
  void everyFlippedBitIsNoticed() {
    for (int at = 0; at < PACK.length; at++) {
      byte[] tampered = PACK.clone();
      tampered[at] ^= (byte) (1 << (at % 8));
      String where = "byte " + at;
      assertThrows(BadPack.class, () -> PackFile.read(tampered, TRUST, LO, HI), where);
      assertThrows(BadPack.class, () -> PackFile.open(tampered), where);
    }
  }

  @Test
  void aPackCutShortAnywhereIsRefusedAndSaysWhere() {
    for (int length = 0; length < PACK.length; length++) {
      byte[] cut = Arrays.copyOf(PACK, length);
      BadPack refused = assertThrows(BadPack.class, () -> PackFile.read(cut, TRUST, LO, HI));
      if (length >= 8) {
        assertTrue(
            refused.getMessage().contains("cut short at byte " + length), refused.getMessage());
      }
    }
  }

  @Test
  void nothingMayFollowThePack() {
    BadPack refused =
        assertThrows(
            BadPack.class,
            () -> PackFile.read(Arrays.copyOf(PACK, PACK.length + 1), TRUST, LO, HI));
    assertTrue(refused.getMessage().contains("1 bytes follow"), refused.getMessage());
  }

  @Test
  void whatIsNoPackIsSaidToBeNone() {
    for (String text : List.of("", "RCPACK2\n", "Handle,Title\n", "PK\u0003\u0004 a zip file")) {
      BadPack refused =
          assertThrows(
              BadPack.class, () -> PackFile.open(text.getBytes(StandardCharsets.ISO_8859_1)));
      assertTrue(refused.getMessage().contains("this is no pack"), refused.getMessage());
    }
  }

  @Test
  void aPackOfAnotherFleetIsRefusedEvenWhenItsNamesAreTheSame() {
    Issuer twin = Issuer.root(new FleetId("acme"), SigningKey.make(CHANCE), NOW, CHANCE);
    Issuer theirs = twin.show("harvest", SigningKey.make(CHANCE), ENDS, NOW, CHANCE);
    byte[] foreign = PackFile.write(draft(1, items()), theirs);
    BadPack refused = assertThrows(BadPack.class, () -> PackFile.read(foreign, TRUST, LO, HI));
    assertTrue(refused.getMessage().contains("not by this fleet"), refused.getMessage());
    PackFile.open(foreign);
  }

  @Test
  void aKitMaySignNoPack() throws Exception {
    SigningKey kitKey = SigningKey.make(CHANCE);
    X509Certificate kit =
        SHOW.kit(new KitId("kit-1"), kitKey.publicKey(), List.of(), List.of(), NOW, CHANCE);
    byte[] forged = assembled(manifest(PACK), kitKey, kit, catalogue(PACK));
    PackFile.open(forged);
    assertThrows(BadPack.class, () -> PackFile.read(forged, TRUST, LO, HI));
  }

  @Test
  void aShowMaySignNoPackOfAnotherShow() throws Exception {
    Issuer other = ROOT.show("spring", SigningKey.make(CHANCE), ENDS, NOW, CHANCE);
    byte[] forged = assembled(manifest(PACK), other.key(), other.certificate(), catalogue(PACK));
    BadPack refused = assertThrows(BadPack.class, () -> PackFile.read(forged, TRUST, LO, HI));
    assertTrue(refused.getMessage().contains("was signed for spring"), refused.getMessage());
  }

  @Test
  void aPackIsRefusedOnlyWhenItsShowIsCertainlyOver() {
    long over = ENDS.plus(Issuer.AFTER_SHOW).plusSeconds(2).toEpochMilli();
    PackFile.read(PACK, TRUST, 0, over);
    PackFile.read(PACK, TRUST, 0, Long.MAX_VALUE);
    BadPack refused =
        assertThrows(BadPack.class, () -> PackFile.read(PACK, TRUST, over, Long.MAX_VALUE));
    assertTrue(refused.getMessage().contains("certainly past"), refused.getMessage());
  }

  @Test
  void aPackOutOfTheJournalIsHeldAgainstItsAddressAndNotAgainstTheClock() {
    PackId id = PackFile.open(PACK).pack().id();
    assertEquals(id, PackFile.readTrusted(PACK, id).id());
    byte[] other = PackFile.write(draft(2, items()), SHOW);
    assertThrows(BadPack.class, () -> PackFile.readTrusted(other, id));
    byte[] tampered = PACK.clone();
    tampered[PACK.length - 3] ^= 1;
    assertThrows(BadPack.class, () -> PackFile.readTrusted(tampered, id));
  }

  @Test
  void hugeDeclaredSizesAreRefusedBeforeAnythingIsAllocated() throws Exception {
    for (int length : new int[] {0, -1, Integer.MAX_VALUE, PackFile.MANIFEST_MAX + 1}) {
      byte[] lying = PACK.clone();
      ByteBuffer.wrap(lying, 8, 4).putInt(length);
      BadPack refused = assertThrows(BadPack.class, () -> PackFile.open(lying));
      assertTrue(refused.getMessage().contains("the manifest has 1 to"), refused.getMessage());
    }
    String manifest = new String(manifest(PACK), StandardCharsets.UTF_8);
    String size = "\"size\":" + catalogue(PACK).length;
    for (String lie : List.of("9007199254740991", "-1", "" + (PackFile.PART_MAX + 1L))) {
      byte[] lying =
          assembled(
              manifest.replace(size, "\"size\":" + lie).getBytes(StandardCharsets.UTF_8),
              SHOW.key(),
              SHOW.certificate(),
              catalogue(PACK));
      long before = allocated();
      BadPack refused = assertThrows(BadPack.class, () -> PackFile.open(lying));
      assertTrue(refused.getMessage().contains("octets, not " + lie), refused.getMessage());
      assertTrue(allocated() - before < 4_000_000, "allocated " + (allocated() - before));
    }
    byte[] lying =
        assembled(
            manifest
                .replace(size, "\"size\":" + PackFile.PART_MAX)
                .getBytes(StandardCharsets.UTF_8),
            SHOW.key(),
            SHOW.certificate(),
            catalogue(PACK));
    long before = allocated();
    assertThrows(BadPack.class, () -> PackFile.open(lying));
    assertTrue(allocated() - before < 4_000_000, "allocated " + (allocated() - before));
  }

  @Test
  void aFileThatIsTooLongIsNotReadToItsEnd(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("long.rcpack");
    try (var sparse = new java.io.RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 40);
    }
    assertThrows(BadPack.class, () -> PackFile.read(file, TRUST, LO, HI));
    Files.delete(file);
  }

  @Test
  void swappedPartsAreRefused() throws Exception {
    byte[] notes = "notes".getBytes(StandardCharsets.UTF_8);
    byte[] catalogue = catalogue(PACK);
    byte[] manifest = withPart(manifest(PACK), "notes.txt", notes);
    byte[] inOrder = assembled(manifest, SHOW.key(), SHOW.certificate(), catalogue, notes);
    byte[] swapped = assembled(manifest, SHOW.key(), SHOW.certificate(), notes, catalogue);
    PackFile.read(inOrder, TRUST, LO, HI);
    BadPack refused = assertThrows(BadPack.class, () -> PackFile.read(swapped, TRUST, LO, HI));
    assertTrue(refused.getMessage().contains("the part catalogue.json"), refused.getMessage());
  }

  @Test
  void aPartThatALaterReleaseAddedIsCheckedAndPassedOver() throws Exception {
    byte[] theme = "later".getBytes(StandardCharsets.UTF_8);
    byte[] manifest = withPart(manifest(PACK), "theme.css", theme);
    byte[] later = assembled(manifest, SHOW.key(), SHOW.certificate(), catalogue(PACK), theme);
    assertEquals(3, PackFile.read(later, TRUST, LO, HI).value().items().size());
    theme[0] ^= 1;
    byte[] damaged = assembled(manifest, SHOW.key(), SHOW.certificate(), catalogue(PACK), theme);
    assertThrows(BadPack.class, () -> PackFile.read(damaged, TRUST, LO, HI));
  }

  @Test
  void partsAreNamedOnceAndNotAsPaths() throws Exception {
    byte[] content = {1};
    for (String name :
        List.of("../x", "a/b", "", ".hidden", "A.json", "a..b", "catalogue.json", "x\\u0000")) {
      byte[] manifest = withPart(manifest(PACK), name, content);
      byte[] forged = assembled(manifest, SHOW.key(), SHOW.certificate(), catalogue(PACK), content);
      assertThrows(BadPack.class, () -> PackFile.open(forged), name);
    }
  }

  @Test
  void aCatalogueThatBreaksARuleIsRefusedThoughItIsSigned() throws Exception {
    String good = new String(catalogue(PACK), StandardCharsets.UTF_8);
    for (String bad :
        List.of(
            good.replace("\"price\":2500", "\"price\":-1"),
            good.replace("\"price\":2500", "\"price\":25.5"),
            good.replace("\"price\":2500", "\"price\":9007199254740991"),
            good.replace("\"opening\":40000", "\"opening\":-1"),
            good.replace("TEE-L", "TEE-M"),
            good.replace("\"tax\":\"standard\"", "\"tax\":\"unheard-of\""),
            good.replace("\"sku\":\"TEE-M\"", "\"sku\":\"\""),
            good.substring(0, good.length() - 1),
            "[]",
            "")) {
      byte[] catalogue = bad.getBytes(StandardCharsets.UTF_8);
      String manifest =
          new String(manifest(PACK), StandardCharsets.UTF_8)
              .replaceAll("\"size\":\\d+", "\"size\":" + catalogue.length)
              .replaceAll("\"sha256\":\"[0-9a-f]+\"", "\"sha256\":\"" + sha256(catalogue) + "\"");
      byte[] forged =
          assembled(
              manifest.getBytes(StandardCharsets.UTF_8), SHOW.key(), SHOW.certificate(), catalogue);
      assertThrows(BadPack.class, () -> PackFile.open(forged), bad);
    }
  }

  @Test
  void aManifestThatBreaksARuleIsRefusedThoughItIsSigned() throws Exception {
    String good = new String(manifest(PACK), StandardCharsets.UTF_8);
    for (String bad :
        List.of(
            good.replace("\"version\":1", "\"version\":0"),
            good.replace("\"graceSeconds\":900", "\"graceSeconds\":-1"),
            good.replace("\"graceSeconds\":900", "\"graceSeconds\":9007199254740991"),
            good.replace("\"currency\":\"EUR\"", "\"currency\":\"EURO\""),
            good.replace("\"ppm\":210000", "\"ppm\":1000001"),
            good.replace("\"items\":3", "\"items\":4"),
            good.replace("\"class\":\"none\"", "\"class\":\"standard\""),
            good.replace("\"created\":\"2026", "\"created\":\"x2026"),
            good.replace(UPSTREAM.x(), UPSTREAM.y()),
            good.replace("\"fleet\":\"acme\"", "\"fleet\":\"Acme Ltd\""))) {
      assertFalse(bad.equals(good));
      byte[] forged =
          assembled(
              bad.getBytes(StandardCharsets.UTF_8),
              SHOW.key(),
              SHOW.certificate(),
              catalogue(PACK));
      assertThrows(BadPack.class, () -> PackFile.open(forged), bad);
    }
  }

  @Test
  void aRootSignsNoPack() {
    assertThrows(IllegalArgumentException.class, () -> PackFile.write(draft(1, items()), ROOT));
  }

  @Test
  void aDraftWithTheSameSkuTwiceIsRefused() {
    List<Item> twice = List.of(items().get(0), items().get(0));
    assertThrows(IllegalArgumentException.class, () -> PackFile.write(draft(1, twice), SHOW));
  }

  private static PackDraft draft(long version, List<Item> items) {
    return new PackDraft(version, NOW, EUR, true, rates(), Duration.ofMinutes(15), UPSTREAM, items);
  }

  private static Map<String, TaxRate> rates() {
    return Map.of("standard", new TaxRate(210_000), "none", new TaxRate(0));
  }

  private static List<Item> items() {
    return List.of(
        item("TEE-M", 2500, new Stock.Tracked(Quantity.pieces(40))),
        item("TEE-L", 2500, new Stock.Tracked(Quantity.NONE)),
        item("LEMONADE", 350, Stock.UNTRACKED));
  }

  private static Item item(String sku, long price, Stock stock) {
    return new Item(
        new Sku(sku),
        sku.toLowerCase(java.util.Locale.ROOT),
        "“" + sku + "” ☕",
        List.of("Black", "M"),
        "Two\nlines",
        new Money(price, EUR),
        "standard",
        stock);
  }

  private static byte[] manifest(byte[] pack) {
    String jws = new String(pack, 12, ByteBuffer.wrap(pack, 8, 4).getInt(), StandardCharsets.UTF_8);
    return Base64.getUrlDecoder().decode(jws.split("\\.")[1]);
  }

  private static byte[] catalogue(byte[] pack) {
    int at = 12 + ByteBuffer.wrap(pack, 8, 4).getInt();
    at += 2 + Short.toUnsignedInt(ByteBuffer.wrap(pack, at, 2).getShort());
    return Arrays.copyOfRange(pack, at, pack.length);
  }

  private static byte[] withPart(byte[] manifest, String name, byte[] content) throws Exception {
    return new String(manifest, StandardCharsets.UTF_8)
        .replace(
            "}]}",
            "},{\"name\":\"%s\",\"type\":\"text/plain\",\"size\":%d,\"sha256\":\"%s\"}]}"
                .formatted(name, content.length, sha256(content)))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A pack by the layout that docs/packs.md describes, written here a second time. */
  private static byte[] assembled(
      byte[] manifest, SigningKey key, X509Certificate certificate, byte[]... parts)
      throws Exception {
    byte[] der = Certificates.toDer(certificate);
    String kid =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(MessageDigest.getInstance("SHA-256").digest(der));
    byte[] jws =
        CompactJws.sign(key, "pack+jwt", kid, manifest).getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("RCPACK1\n".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(ByteBuffer.allocate(4).putInt(jws.length).array());
    out.writeBytes(jws);
    out.writeBytes(ByteBuffer.allocate(2).putShort((short) der.length).array());
    out.writeBytes(der);
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean)
            java.lang.management.ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
