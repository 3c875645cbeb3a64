package dev.roadcase.wire.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.pack.AssetId;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Looks;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Picture;
import dev.roadcase.core.pack.Picture.Rendition;
import dev.roadcase.core.pack.Seller;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.StockShown;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.core.pack.Theme;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.x509.Certificates;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.Issuer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import java.util.Currency;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackAssetsTest {
  private static final SecureRandom CHANCE = new SecureRandom();
  private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
  private static final Currency EUR = Currency.getInstance("EUR");
  private static final Issuer ROOT =
      Issuer.root(new FleetId("acme"), SigningKey.make(CHANCE), NOW, CHANCE);
  private static final Issuer SHOW =
      ROOT.show("harvest", SigningKey.make(CHANCE), NOW.plusSeconds(100_000), NOW, CHANCE);
  private static final PublicKey UPSTREAM = SigningKey.make(CHANCE).publicKey();

  private static final byte[] SMALL = filled(700, 1);
  private static final byte[] LARGE = filled(90_000, 2);
  private static final byte[] POSTER = filled(40_000, 3);
  private static final AssetId TEE = id("the tee's photograph".getBytes(StandardCharsets.UTF_8));
  private static final AssetId WALL =
      id("the poster's photograph".getBytes(StandardCharsets.UTF_8));

  @TempDir Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void pack() throws IOException {
    file = folder.resolve("show.rcpack");
    PackFile.write(draft(), SHOW, PackAssetsTest::content, file);
  }

  @Test
  void picturesAndThemeComeBackAsTheyWereWritten() throws Exception {
    long now = NOW.toEpochMilli();
    Pack pack = PackFile.read(file, FleetRoot.of(ROOT.certificate()), now, now).value();
    assertEquals(looks(), pack.looks());
    assertEquals(List.of(WALL, TEE), pack.item(new Sku("BOTH")).orElseThrow().pictures());
    assertEquals(List.of(), pack.item(new Sku("PLAIN")).orElseThrow().pictures());
  }

  @Test
  void eachAssetComesOnceInTheOrderOfTheLooks() throws Exception {
    Map<AssetId, byte[]> taken = assets(file);
    assertEquals(List.of(id(SMALL), id(LARGE), id(POSTER)), List.copyOf(taken.keySet()));
    assertArrayEquals(LARGE, taken.get(id(LARGE)));
    long together = SMALL.length + LARGE.length + POSTER.length;
    assertEquals(PackFile.head(file).length + together, Files.size(file));
    assertEquals(Files.size(file), PackFile.open(PackFile.head(file)).size());
  }

  @Test
  void theSameDraftGivesTheSameFile() throws Exception {
    Path again = folder.resolve("again.rcpack");
    PackFile.write(draft(), SHOW, PackAssetsTest::content, again);
    assertEquals(-1, Files.mismatch(file, again));
  }

  /** What a pack of the release before says of its looks: not one octet more or less today. */
  @Test
  void looksWithoutSellerStockAndTimeZoneAreAsTheyAlwaysWere() {
    String golden =
        "{\"theme\":{\"name\":\"Fair\",\"tagline\":\"By the sea\",\"brand\":\"#7c2d12\"},\"pictures\":[]}";
    Looks plain = new Looks(new Theme("Fair", "By the sea", "#7c2d12", Optional.empty()), Map.of());
    assertEquals(golden, new String(LooksJson.write(plain), StandardCharsets.UTF_8));
    Looks read = LooksJson.read(golden.getBytes(StandardCharsets.UTF_8));
    assertEquals(plain, read);
    assertEquals(StockShown.FEW, read.theme().stock());
    assertTrue(read.theme().seller().isEmpty() && read.theme().zone().isEmpty());
  }

  @Test
  void sellerStockAndTimeZoneComeBackAsTheyWereWritten() {
    Looks full =
        new Looks(
            new Theme(
                "Fair",
                "",
                "#7c2d12",
                Optional.empty(),
                Optional.of(
                    new Seller("Fado & Söhne", List.of("Rua 1", "Lisboa"), "PT 1", "a@b.invalid")),
                StockShown.HIDDEN,
                Optional.of(ZoneId.of("Europe/Lisbon"))),
            Map.of());
    String golden =
        "{\"theme\":{\"name\":\"Fair\",\"tagline\":\"\",\"brand\":\"#7c2d12\","
            + "\"seller\":{\"name\":\"Fado & Söhne\",\"address\":[\"Rua 1\",\"Lisboa\"],"
            + "\"taxId\":\"PT 1\",\"contact\":\"a@b.invalid\"},"
            + "\"stock\":\"hidden\",\"timezone\":\"Europe/Lisbon\"},\"pictures\":[]}";
    assertEquals(golden, new String(LooksJson.write(full), StandardCharsets.UTF_8));
    assertEquals(full, LooksJson.read(golden.getBytes(StandardCharsets.UTF_8)));
    for (String[] lie :
        List.of(
            new String[] {"hidden", "secret", "exact, few, hidden"},
            new String[] {"Europe/Lisbon", "Mars/Base", "time zone"},
            new String[] {"\"Rua 1\"", "\"" + "x".repeat(81) + "\"", "seller's address"},
            new String[] {"Fado & Söhne", " ", "seller's name"},
            new String[] {"PT 1", "PT\\n1", "one line"})) {
      Malformed refused =
          assertThrows(
              Malformed.class,
              () ->
                  LooksJson.read(golden.replace(lie[0], lie[1]).getBytes(StandardCharsets.UTF_8)));
      assertTrue(String.valueOf(refused.getMessage()).contains(lie[2]), refused::getMessage);
    }
  }

  @Test
  void whatIsNotWantedIsPassedOver() throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - POSTER.length - 5] ^= 1;
    Files.write(file, bytes);
    Map<AssetId, byte[]> taken = new LinkedHashMap<>();
    PackFile.assets(file, sink(taken, id -> id.equals(id(LARGE)) ? null : id));
    assertEquals(List.of(id(SMALL), id(POSTER)), List.copyOf(taken.keySet()));
  }

  @Test
  void aPackWithoutLooksLooksPlain() {
    byte[] plain = PackFile.write(textOnly(), SHOW);
    assertEquals(Looks.plain("harvest"), PackFile.open(plain).pack().looks());
  }

  @Test
  void aPackOfTextOnlyIsTheSameInAFileAndInMemory() throws Exception {
    PackFile.write(textOnly(), SHOW, PackAssetsTest::content, file);
    assertArrayEquals(PackFile.write(textOnly(), SHOW), Files.readAllBytes(file));
    assertArrayEquals(Files.readAllBytes(file), PackFile.head(file));
    assertTrue(assets(file).isEmpty());
  }

  @Test
  void aPackWithPicturesIsNotWrittenIntoMemory() {
    assertThrows(IllegalArgumentException.class, () -> PackFile.write(draft(), SHOW));
  }

  @Test
  void anAssetThatIsNotWhatTheDraftSaysIsNotPacked() throws Exception {
    byte[] before = Files.readAllBytes(file);
    for (byte[] wrong :
        List.of(
            filled(700, 9), new byte[0], Arrays.copyOf(SMALL, 699), Arrays.copyOf(SMALL, 701))) {
      AssetSource lying = id -> new ByteArrayInputStream(id.equals(id(SMALL)) ? wrong : bytes(id));
      assertThrows(
          IllegalArgumentException.class, () -> PackFile.write(draft(), SHOW, lying, file));
      assertArrayEquals(before, Files.readAllBytes(file));
      try (Stream<Path> left = Files.list(folder)) {
        assertEquals(List.of(file), left.toList());
      }
    }
  }

  @Test
  void anAssetThatDiffersFromItsHashIsRefusedBeforeItsTakerHasItAll() throws Exception {
    byte[] good = Files.readAllBytes(file);
    int assetsAt = PackFile.head(file).length;
    for (int at = assetsAt; at < good.length; at += 997) {
      byte[] flipped = good.clone();
      flipped[at] ^= 1;
      Files.write(file, flipped);
      Map<AssetId, byte[]> taken = new LinkedHashMap<>();
      assertThrows(BadPack.class, () -> PackFile.assets(file, sink(taken, id -> id)));
      taken.forEach((id, bytes) -> assertEquals(id, id(bytes)));
    }
  }

  @Test
  void anAssetIsCheckedEvenWhenItsTakerStopsReading() throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    AssetSink lazy =
        new AssetSink() {
          @Override
          public boolean wanted(AssetId id) {
            return true;
          }

          @Override
          public void take(AssetId id, String type, long size, InputStream content) {}
        };
    BadPack refused = assertThrows(BadPack.class, () -> PackFile.assets(file, lazy));
    assertTrue(refused.getMessage().contains("differs from its hash"), refused.getMessage());
  }

  @Test
  void aFileCutInTheMiddleIsRefusedBeforeAnythingIsTaken() throws Exception {
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length += 511) {
      Files.write(file, Arrays.copyOf(good, length));
      Map<AssetId, byte[]> taken = new LinkedHashMap<>();
      assertThrows(BadPack.class, () -> PackFile.head(file));
      assertThrows(BadPack.class, () -> PackFile.assets(file, sink(taken, id -> id)));
      assertTrue(taken.isEmpty());
    }
  }

  @Test
  void nothingMayFollowTheLastAsset() throws Exception {
    Files.write(file, new byte[] {0}, StandardOpenOption.APPEND);
    BadPack refused = assertThrows(BadPack.class, () -> PackFile.head(file));
    assertTrue(refused.getMessage().contains("1 bytes follow"), refused.getMessage());
    assertThrows(BadPack.class, () -> assets(file));
  }

  @Test
  void sizesThatLieAreRefusedBeforeAnythingIsAllocated() throws Exception {
    for (String lie : List.of("4294967296", "0", "-1", "8388609", "9007199254740991")) {
      refused(looks -> looks.replace("\"size\":700", "\"size\":" + lie), "a size of 1 to");
    }
    // Within its limit, but not within the file.
    long before = allocated();
    refused(looks -> looks.replace("\"size\":700", "\"size\":8388608"), "cut short");
    assertTrue(allocated() - before < 8_000_000, "allocated " + (allocated() - before));
    refused(looks -> looks.replace("\"width\":400", "\"width\":20001"), "a width of 1 to");
    refused(looks -> looks.replace("\"height\":300", "\"height\":0"), "a height of 1 to");
  }

  @Test
  void moreThanAPackMayHoldIsRefusedByItsListAlone() throws Exception {
    refused(looks -> many(257, 8 << 20), "octets together");
    refused(looks -> many(20_001, 1), "at most 20000 assets");
  }

  @Test
  void aRenditionThatIsListedTwiceIsListedTheSameWay() throws Exception {
    refused(
        looks ->
            looks.replaceFirst("\"size\":90000(.*)\"size\":90000", "\"size\":90000$1\"size\":9"),
        "is listed twice, and not the same way");
    refused(looks -> looks.replace(WALL.hex(), TEE.hex()), "twice");
  }

  @Test
  void onlyPicturesArePackedAndNoneThatHoldsScript() throws Exception {
    for (String type :
        List.of("image/svg+xml", "text/html", "text/css", "image/gif", "IMAGE/PNG", "")) {
      refused(looks -> looks.replace("image/png", type), "image/jpeg, image/png or image/webp");
    }
  }

  @Test
  void aPathIsNoName() throws Exception {
    for (String name : List.of("../../etc/passwd", "/etc/passwd", "a/b", "")) {
      refused(looks -> looks.replace(id(POSTER).hex(), name), "64 lower-case hex digits");
      refused(looks -> looks.replace(WALL.hex(), name), "64 lower-case hex digits");
    }
  }

  @Test
  void aThemeThatBreaksARuleIsRefusedThoughItIsSigned() throws Exception {
    for (String colour : List.of("#12", "red", "#AABBCC", "#14532d;}body{display:none")) {
      refused(looks -> looks.replace("#7c2d12", colour), "#rrggbb");
    }
    refused(looks -> looks.replace("Harbour Lights", " "), "a theme's name");
    refused(looks -> looks.replace("By the sea", "x".repeat(161)), "tagline");
    refused(
        looks -> looks.replace("\"logo\":\"" + WALL.hex(), "\"logo\":\"" + "0".repeat(64)),
        "logo is not among");
    refused(looks -> "{}", "lacks \"theme\"");
    refused(looks -> looks.replace("The tee", "x".repeat(1_001)), "alt text");
    refused(
        looks -> looks.replaceFirst("\"renditions\":\\[.*?\\]", "\"renditions\":[]"),
        "at least one rendition");
    refused(
        looks -> looks.replaceFirst("\"width\":400", "\"width\":2000"),
        "narrowest rendition first");
  }

  @Test
  void anItemShowsOnlyWhatThePackHolds() {
    PackDraft dangling =
        new PackDraft(
            1,
            NOW,
            EUR,
            true,
            Map.of("standard", new TaxRate(0)),
            Duration.ZERO,
            UPSTREAM,
            List.of(item("X", List.of(id(SMALL)))),
            Optional.of(looks()));
    BadPack refused =
        assertThrows(BadPack.class, () -> PackFile.write(dangling, SHOW, i -> null, file));
    assertTrue(refused.getMessage().contains("does not hold"), refused.getMessage());
  }

  /** A file with other looks, signed all the same, is refused with these words. */
  private void refused(UnaryOperator<String> change, String words) throws Exception {
    byte[] head = PackFile.head(PackAssetsTest.draft(), SHOW);
    String jws = new String(head, 12, ByteBuffer.wrap(head, 8, 4).getInt(), StandardCharsets.UTF_8);
    String manifest =
        new String(Base64.getUrlDecoder().decode(jws.split("\\.")[1]), StandardCharsets.UTF_8);
    byte[] catalogue = CatalogueJson.write(draft().items());
    String good = new String(LooksJson.write(looks()), StandardCharsets.UTF_8);
    String bad = change.apply(good);
    assertFalse(bad.equals(good), "the change changes something");
    byte[] looks = bad.getBytes(StandardCharsets.UTF_8);
    String old = hash(good.getBytes(StandardCharsets.UTF_8));
    byte[] forged =
        manifest
            .replaceFirst(
                "\"size\":\\d+,\"sha256\":\"" + old,
                "\"size\":" + looks.length + ",\"sha256\":\"" + hash(looks))
            .getBytes(StandardCharsets.UTF_8);
    byte[] der = Certificates.toDer(SHOW.certificate());
    byte[] kid = MessageDigest.getInstance("SHA-256").digest(der);
    byte[] signed =
        CompactJws.sign(
                SHOW.key(),
                "pack+jwt",
                Base64.getUrlEncoder().withoutPadding().encodeToString(kid),
                forged)
            .getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("RCPACK1\n".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(ByteBuffer.allocate(4).putInt(signed.length).array());
    out.writeBytes(signed);
    out.writeBytes(ByteBuffer.allocate(2).putShort((short) der.length).array());
    out.writeBytes(der);
    out.writeBytes(catalogue);
    out.writeBytes(looks);
    for (byte[] asset : List.of(SMALL, LARGE, POSTER)) {
      out.writeBytes(asset);
    }
    Files.write(file, out.toByteArray());
    BadPack head1 = assertThrows(BadPack.class, () -> PackFile.head(file));
    assertTrue(head1.getMessage().contains(words), head1.getMessage());
    Map<AssetId, byte[]> taken = new LinkedHashMap<>();
    assertThrows(BadPack.class, () -> PackFile.assets(file, sink(taken, id -> id)));
    assertTrue(taken.isEmpty());
  }

  private static String many(int count, int size) {
    StringBuilder looks =
        new StringBuilder(
            "{\"theme\":{\"name\":\"x\",\"tagline\":\"\",\"brand\":\"#000000\"},\"pictures\":[");
    for (int i = 0; i < count; i++) {
      looks.append(
          "%s{\"source\":\"%064x\",\"alt\":\"\",\"renditions\":[{\"sha256\":\"%064x\",\"type\":\"image/png\",\"width\":1,\"height\":1,\"size\":%d}]}"
              .formatted(i == 0 ? "" : ",", i, i, size));
    }
    return looks.append("]}").toString();
  }

  private static PackDraft draft() {
    return new PackDraft(
        1,
        NOW,
        EUR,
        true,
        Map.of("standard", new TaxRate(210_000)),
        Duration.ofMinutes(15),
        UPSTREAM,
        List.of(item("BOTH", List.of(WALL, TEE)), item("PLAIN", List.of())),
        Optional.of(looks()));
  }

  private static PackDraft textOnly() {
    return new PackDraft(
        1,
        NOW,
        EUR,
        true,
        Map.of("standard", new TaxRate(210_000)),
        Duration.ofMinutes(15),
        UPSTREAM,
        List.of(item("PLAIN", List.of())));
  }

  /** Two pictures that share one rendition. */
  private static Looks looks() {
    Rendition large = new Rendition(id(LARGE), "image/jpeg", 1200, 900, LARGE.length);
    Map<AssetId, Picture> pictures = new LinkedHashMap<>();
    pictures.put(
        TEE,
        new Picture(
            TEE,
            "The tee, “black” ☕",
            List.of(large, new Rendition(id(SMALL), "image/jpeg", 400, 300, SMALL.length))));
    pictures.put(
        WALL,
        new Picture(
            WALL,
            "",
            List.of(new Rendition(id(POSTER), "image/png", 640, 480, POSTER.length), large)));
    return new Looks(
        new Theme("Harbour Lights", "By the sea", "#7c2d12", Optional.of(WALL)), pictures);
  }

  private static Item item(String sku, List<AssetId> pictures) {
    return new Item(
        new Sku(sku),
        "product",
        "A thing",
        List.of(),
        "",
        new Money(100, EUR),
        "standard",
        Stock.UNTRACKED,
        pictures);
  }

  private static InputStream content(AssetId id) {
    return new ByteArrayInputStream(bytes(id));
  }

  private static byte[] bytes(AssetId id) {
    return Stream.of(SMALL, LARGE, POSTER).filter(b -> id(b).equals(id)).findFirst().orElseThrow();
  }

  private static Map<AssetId, byte[]> assets(Path file) throws IOException {
    Map<AssetId, byte[]> taken = new LinkedHashMap<>();
    PackFile.assets(file, sink(taken, id -> id));
    return taken;
  }

  /** Keeps what it was given whole; passes over what {@code wanted} makes null of. */
  private static AssetSink sink(Map<AssetId, byte[]> taken, UnaryOperator<AssetId> wanted) {
    return new AssetSink() {
      @Override
      public boolean wanted(AssetId id) {
        return wanted.apply(id) != null;
      }

      @Override
      public void take(AssetId id, String type, long size, InputStream content) throws IOException {
        byte[] all = content.readAllBytes();
        assertEquals(size, all.length);
        taken.put(id, all);
      }
    };
  }

  private static byte[] filled(int length, int seed) {
    byte[] bytes = new byte[length];
    new java.util.Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static AssetId id(byte[] content) {
    return new AssetId(hash(content));
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean)
            java.lang.management.ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
