package dev.roadcase.provisioning.pictures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Picture;
import dev.roadcase.core.pack.Picture.Rendition;
import dev.roadcase.core.pack.Seller;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.StockShown;
import dev.roadcase.provisioning.catalogue.Shot;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GalleryTest {
  @TempDir Path home;
  private Path images;
  private Path cache;

  @BeforeEach
  void folders() throws Exception {
    images = Files.createDirectories(home.resolve("images/deep"));
    cache = home.resolve("cache");
  }

  // Found by name

  @ParameterizedTest
  @CsvSource({
    "https://cdn.example/files/Caf%C3%A9%20tee.JPG?v=17#x, Café tee.jpg",
    "https://cdn.example/files/tee_1200x.jpg, tee.jpg",
    "https://shop.example/uploads/tee-300x300.jpg, tee.jpg",
    "tee.jpg, TEE.JPG",
    "https://cdn.example/tee.jpg, tee.png",
    "C:\\photos\\tee+1.jpg, tee+1.jpg",
  })
  void aPictureIsFoundByTheLastPartOfItsUrl(String named, String file) throws Exception {
    photo(images.resolve(file), 300, 200);
    Gallery gallery = gallery(shot("A", named));
    assertEquals(List.of(), gallery.missing());
    assertEquals(1, gallery.items().getFirst().pictures().size());
  }

  @ParameterizedTest
  @CsvSource({
    "../../secret.jpg",
    "https://x/..%2F..%2Fsecret.jpg",
    "/etc/passwd",
    "https://x/%zz.jpg",
    "https://x/secret.jpg?file=/tee.jpg",
    "''",
  })
  void nothingOutsideOfTheFolderIsOpened(String named) throws Exception {
    photo(home.resolve("secret.jpg"), 300, 200);
    Gallery gallery = gallery(shot("A", named));
    assertEquals(List.of(), gallery.items().getFirst().pictures());
    assertEquals(1, gallery.missing().size());
  }

  @Test
  void theFolderMayBeALinkButNoLinkWithinItIsFollowed() throws Exception {
    photo(home.resolve("secret.jpg"), 300, 200);
    photo(images.resolve("tee.jpg"), 300, 200);
    Files.createSymbolicLink(images.resolve("mug.jpg"), home.resolve("secret.jpg"));
    Path link = Files.createSymbolicLink(home.resolve("link"), home.resolve("images"));
    GalleryBuild build = new GalleryBuild("harvest", List.of(link), cache, (done, of) -> {});
    assertEquals(
        1,
        build
            .of(List.of(item("A", "tee")), Map.of(), Optional.empty())
            .items()
            .getFirst()
            .pictures()
            .size());
    assertEquals(List.of("mug.jpg"), gallery(shot("B", "mug.jpg")).missing());
  }

  @Test
  void whatTheExportDoesNotNameIsFoundByHandleOrSku() throws Exception {
    photo(images.resolve("mug.jpg"), 300, 200);
    photo(images.resolve("mug-2.png"), 301, 200);
    photo(images.resolve("CUP-1.jpg"), 302, 200);
    // Another product's own picture, and not the mug's third.
    photo(images.resolve("mug-3.jpg"), 303, 200);
    Gallery gallery = gallery(List.of(item("M", "mug"), item("CUP-1", "cup"), item("O", "mug-3")));
    assertEquals(List.of(2, 1, 1), gallery.items().stream().map(i -> i.pictures().size()).toList());
    assertEquals(List.of(), gallery.missing());
  }

  @Test
  void aPictureThatIsNotThereIsNamedOnceAndTheItemGoesOnSaleWithout() throws Exception {
    Gallery gallery = gallery(shot("A", "https://x/gone.jpg?v=1"));
    assertEquals(List.of("gone.jpg"), gallery.missing());
    assertEquals("no-picture", gallery.notes().getFirst().kind());
  }

  // Made small

  @Test
  void aPhotographBecomesOneForScreensAndOneForAThinLink() throws Exception {
    photo(images.resolve("tee.jpg"), 3000, 2000);
    Gallery gallery = gallery(shot("A", "tee.jpg"));
    List<Rendition> renditions = picture(gallery).renditions();
    assertEquals(List.of(400, 1200), renditions.stream().map(Rendition::width).toList());
    assertEquals(List.of(267, 800), renditions.stream().map(Rendition::height).toList());
    assertTrue(renditions.getFirst().size() <= Rendering.SMALL_OCTETS, renditions.toString());
    for (Rendition rendition : renditions) {
      assertEquals("image/jpeg", rendition.type());
      BufferedImage read = read(gallery, rendition);
      assertEquals(rendition.width(), read.getWidth());
      assertEquals(rendition.height(), read.getHeight());
    }
  }

  @Test
  void nothingIsMadeLargerThanItWas() throws Exception {
    photo(images.resolve("tee.jpg"), 120, 90);
    List<Rendition> renditions = picture(gallery(shot("A", "tee.jpg"))).renditions();
    assertEquals(1, renditions.size());
    assertEquals(120, renditions.getFirst().width());
  }

  @Test
  void aPhotographIsTurnedUprightAndWhatTheCameraWroteIsGone() throws Exception {
    byte[] jpeg = jpeg(600, 400);
    byte[] exif = HexExif.turned(6);
    ByteArrayOutputStream turned = new ByteArrayOutputStream();
    turned.write(jpeg, 0, 2);
    turned.writeBytes(exif);
    turned.write(jpeg, 2, jpeg.length - 2);
    Files.write(images.resolve("tee.jpg"), turned.toByteArray());
    Gallery gallery = gallery(shot("A", "tee.jpg"));
    Rendition largest = picture(gallery).largest();
    assertEquals(400, largest.width());
    assertEquals(600, largest.height());
    // The red corner was at the top left; turned by a quarter it is at the top right.
    Color corner = new Color(read(gallery, largest).getRGB(largest.width() - 20, 20));
    assertTrue(corner.getRed() > 180 && corner.getBlue() < 90, corner.toString());
    byte[] made = bytes(gallery, largest);
    assertFalse(new String(made, StandardCharsets.ISO_8859_1).contains("Exif"));
  }

  /** Four inks as Adobe's programs keep them: each by itself (0), or as YCCK (2). */
  @ParameterizedTest
  @CsvSource({"0", "2"})
  void aPictureForPrintHasItsColoursOnTheScreen(int transform) throws Exception {
    Files.write(images.resolve("print.jpg"), cmyk(600, 400, transform));
    Gallery gallery = gallery(shot("A", "print.jpg"));
    assertEquals(List.of(), gallery.refused());
    BufferedImage read = read(gallery, picture(gallery).largest());
    Color red = new Color(read.getRGB(read.getWidth() / 6, 200));
    Color white = new Color(read.getRGB(read.getWidth() / 2, 200));
    Color black = new Color(read.getRGB(read.getWidth() * 5 / 6, 200));
    assertTrue(red.getRed() > 180 && red.getGreen() < 90 && red.getBlue() < 90, red.toString());
    assertTrue(white.getRed() > 230 && white.getGreen() > 230, white.toString());
    assertTrue(black.getRed() < 70 && black.getBlue() < 70, black.toString());
  }

  @Test
  void fourColoursThatNobodyNamesAreRefusedRatherThanShownAsWhite() throws Exception {
    Files.write(images.resolve("print.jpg"), cmyk(600, 400, -1));
    assertTrue(refusal("print.jpg").contains("save it as RGB"));
  }

  @Test
  void whatIsTransparentStandsOnWhiteOrStaysSo() throws Exception {
    BufferedImage logo = new BufferedImage(500, 300, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = logo.createGraphics();
    graphics.setColor(Color.BLUE);
    graphics.fillRect(200, 100, 50, 50);
    graphics.dispose();
    ImageIO.write(logo, "png", images.resolve("logo.png").toFile());
    Gallery gallery = gallery(shot("A", "logo.png"));
    int corner = read(gallery, picture(gallery).largest()).getRGB(5, 5);
    assertTrue(corner >>> 24 == 0 || (corner & 0xffffff) == 0xffffff, Integer.toHexString(corner));
    assertEquals("image/png", picture(gallery).largest().type());
  }

  @Test
  void webpIsReadAndAMovingGifIsShownAsAStill() throws Exception {
    Files.write(
        images.resolve("dot.webp"),
        Base64.getDecoder().decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"));
    gif(images.resolve("moving.gif"));
    Gallery gallery =
        gallery(
            List.of(item("W", "w"), item("G", "g")),
            Map.of(
                new Sku("W"),
                List.of(new Shot("dot.webp", "")),
                new Sku("G"),
                List.of(new Shot("moving.gif", "A wave"))));
    assertEquals(List.of(), gallery.refused());
    assertEquals(2, gallery.looks().orElseThrow().pictures().size());
    assertEquals("still", gallery.notes().getFirst().kind());
    assertEquals(List.of("moving.gif"), gallery.notes().getFirst().which());
  }

  // Refused, each with its sentence

  @Test
  void aPictureThatWouldFillTheMemoryIsRefusedByItsHeaderAlone() throws Exception {
    png(images.resolve("bomb.png"), 30_000, 30_000);
    png(images.resolve("long.png"), 20_001, 10);
    png(images.resolve("wide.png"), 9_000, 9_000);
    assertTrue(refusal("bomb.png").contains("30,000 × 30,000 pixels"));
    assertTrue(refusal("long.png").contains("at most 20,000 a side"));
    assertTrue(refusal("wide.png").contains("50 megapixels"));
  }

  @Test
  void aFileThatIsNoPictureSaysWhatItIs() throws Exception {
    Files.writeString(images.resolve("a.svg"), "<svg onload='x()'/>");
    Files.writeString(images.resolve("b.png"), "<?xml version='1.0'?>\n<svg/>");
    Files.writeString(
        images.resolve("long.png"),
        "<?xml version='1.0'?>\n<!-- " + "drawn by hand ".repeat(100) + "-->\n<svg/>");
    assertTrue(refusal("long.png").contains("SVG"), refusal("long.png"));
    Files.writeString(images.resolve("c.jpg"), "hello");
    Files.writeString(images.resolve("d.jpg"), "");
    Files.writeString(images.resolve("e.jpg"), "\0\0\0\u0020ftypheic");
    Files.writeString(images.resolve("f.jpg"), "<!DOCTYPE html><html>");
    byte[] jpeg = jpeg(900, 700);
    Files.write(images.resolve("g.jpg"), Arrays.copyOf(jpeg, jpeg.length / 2));
    Files.write(images.resolve("h.jpg"), Arrays.copyOf(jpeg, 200));
    Files.write(images.resolve("i.png"), new byte[30_000_001]);
    assertTrue(refusal("a.svg").contains("script"));
    assertTrue(refusal("b.png").contains("script"));
    assertTrue(refusal("c.jpg").contains("is no image"));
    assertTrue(refusal("d.jpg").contains("is empty"));
    assertTrue(refusal("e.jpg").contains("HEIC"));
    assertTrue(refusal("f.jpg").contains("web page"));
    assertTrue(refusal("g.jpg").contains("cut short"), refusal("g.jpg"));
    assertTrue(refusal("h.jpg").contains("cut short") || refusal("h.jpg").contains("damaged"));
    assertTrue(refusal("i.png").contains("30,000,001 bytes"));
  }

  // The cache

  @Test
  void theSamePhotographIsWorkedOnOnceAndADamagedRenditionIsMadeAgain() throws Exception {
    photo(images.resolve("tee.jpg"), 1000, 700);
    Gallery first = gallery(shot("A", "tee.jpg"));
    byte[] made = bytes(first, picture(first).largest());
    List<Path> kept = files(cache);
    List<Long> times = times(kept);
    Gallery second = gallery(shot("A", "tee.jpg"));
    assertEquals(first.looks(), second.looks());
    assertEquals(times, times(files(cache)));
    for (Path file : kept) {
      Files.writeString(file, "damaged");
    }
    Gallery third = gallery(shot("A", "tee.jpg"));
    assertEquals(first.looks(), third.looks());
    assertArrayEquals(made, bytes(third, picture(third).largest()));
  }

  // The theme

  @Test
  void aThemeBringsItsLogo() throws Exception {
    photo(home.resolve("logo.png"), 300, 300);
    Path toml = home.resolve("theme.toml");
    Files.writeString(toml, "name = \"The Fair\"\nbrand = \"#AA3300\"\nlogo = \"logo.png\"\n");
    ThemeFile theme = ThemeFile.read(toml).theme().orElseThrow();
    Gallery gallery = build().of(List.of(item("A", "a")), Map.of(), Optional.of(theme));
    var looks = gallery.looks().orElseThrow();
    assertEquals("#aa3300", looks.theme().brand());
    assertTrue(looks.pictures().containsKey(looks.theme().logo().orElseThrow()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name = \"x\"; brand = \"red\" | brand | #rrggbb",
        "name = \"x\"; colour = \"#112233\" | colour | is no key of a theme",
        "brand = \"#112233\" | name | is missing",
        "name = 3 | name | is text in quotes",
        "name = \"x\"; logo = \"gone.png\" | logo | there is no file",
        "name = \"\" | name | 1 to 80 characters",
        "name = | '' | is no TOML",
        "name = \"x\"; stock = \"some\" | stock | exact, few, hidden",
        "name = \"x\"; timezone = \"Lisbon\" | timezone | is no time zone",
        "name = \"x\"; timezone = \"+01:00\" | timezone | is no time zone",
        "name = \"x\"; seller = \"y\" | seller | is a table",
        "name = \"x\"; [seller] | seller.name | is missing",
        "name = \"x\"; [seller]; name = 3 | seller.name | is text in quotes",
        "name = \"x\"; [seller]; name = \"\" | seller.name | 1 to 80 characters",
        "name = \"x\"; [seller]; name = \"y\"; vat = \"1\" | seller.vat | is no key of a seller",
        "name = \"x\"; [seller]; name = \"y\"; address = 3 | seller.address | a line in quotes",
        "name = \"x\"; [seller]; name = \"y\"; address = [1] | seller.address | a line in quotes",
        "name = \"x\"; [seller]; name = \"y\"; tax_id = \"\"\"a; b\"\"\" | seller.tax_id | one line",
      })
  void aBadThemeIsNamedByKey(String text, String key, String reason) throws Exception {
    Path toml = home.resolve("theme.toml");
    Files.writeString(toml, text.replace("; ", "\n"));
    var problem = ThemeFile.read(toml).problems().getFirst();
    assertEquals(key, problem.column());
    assertTrue(problem.reason().contains(reason), problem.reason());
  }

  @Test
  void whatIsWrongWithASellerIsNamedByItsLine() throws Exception {
    Path toml = home.resolve("theme.toml");
    Files.writeString(toml, "name = \"x\"\n\n[seller]\nname = \"y\"\nvat = \"1\"\n");
    assertEquals(5, ThemeFile.read(toml).problems().getFirst().line());
  }

  @Test
  void aThemeBringsSellerStockAndTimeZone() throws Exception {
    Path toml = home.resolve("theme.toml");
    Files.writeString(
        toml,
        """
        name = "The Fair"
        stock = "exact"
        timezone = "Europe/Amsterdam"
        [seller]
        name = "Fair & Co"
        address = ["Quay 1", "Town"]
        tax_id = "NL 1"
        contact = "a@b.invalid"
        """);
    ThemeFile theme = ThemeFile.read(toml).theme().orElseThrow();
    var looks =
        build()
            .of(List.of(item("A", "a")), Map.of(), Optional.of(theme))
            .looks()
            .orElseThrow()
            .theme();
    assertEquals(StockShown.EXACT, looks.stock());
    assertEquals(Optional.of(ZoneId.of("Europe/Amsterdam")), looks.zone());
    assertEquals(
        Optional.of(new Seller("Fair & Co", List.of("Quay 1", "Town"), "NL 1", "a@b.invalid")),
        looks.seller());
    Files.writeString(toml, "name = \"x\"\n[seller]\nname = \"y\"\naddress = \"Quay 1\"\n");
    assertEquals(
        List.of("Quay 1"),
        ThemeFile.read(toml).theme().orElseThrow().seller().orElseThrow().address());
  }

  private String refusal(String file) throws Exception {
    Gallery gallery = gallery(shot("A", file));
    assertEquals(List.of(), gallery.items().getFirst().pictures());
    assertEquals(1, gallery.refused().size(), file);
    assertTrue(gallery.refused().getFirst().startsWith(file));
    return gallery.refused().getFirst();
  }

  private Gallery gallery(Map<Sku, List<Shot>> shots) throws Exception {
    List<Item> items = new ArrayList<>();
    shots.keySet().forEach(sku -> items.add(item(sku.value(), "no-such-handle")));
    return gallery(items, shots);
  }

  private Gallery gallery(List<Item> items) throws Exception {
    return gallery(items, Map.of());
  }

  private Gallery gallery(List<Item> items, Map<Sku, List<Shot>> shots) throws Exception {
    return build().of(items, shots, Optional.empty());
  }

  private GalleryBuild build() throws Exception {
    return new GalleryBuild("harvest", List.of(home.resolve("images")), cache, (done, of) -> {});
  }

  private static Map<Sku, List<Shot>> shot(String sku, String named) {
    Map<Sku, List<Shot>> shots = new LinkedHashMap<>();
    shots.put(new Sku(sku), List.of(new Shot(named, "")));
    return shots;
  }

  private static Item item(String sku, String product) {
    return new Item(
        new Sku(sku),
        product,
        "Thing",
        List.of(),
        "",
        Money.of(100, "EUR"),
        "standard",
        Stock.UNTRACKED);
  }

  private static Picture picture(Gallery gallery) {
    return gallery.looks().orElseThrow().pictures().values().iterator().next();
  }

  private static byte[] bytes(Gallery gallery, Rendition rendition) throws Exception {
    try (var in = gallery.assets().open(rendition.id())) {
      return in.readAllBytes();
    }
  }

  private static BufferedImage read(Gallery gallery, Rendition rendition) throws Exception {
    return ImageIO.read(new ByteArrayInputStream(bytes(gallery, rendition)));
  }

  /** Blobs on blue, a red square at the top left. */
  private static BufferedImage painted(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(40, 80, 200));
    graphics.fillRect(0, 0, width, height);
    for (int i = 0; i < 200; i++) {
      graphics.setColor(new Color((i * 5077) & 0xffffff));
      graphics.fillOval((i * 67) % width, 100 + (i * 41) % height, width / 9, height / 7);
    }
    graphics.setColor(Color.RED);
    graphics.fillRect(0, 0, 100, 100);
    graphics.dispose();
    return image;
  }

  private static void photo(Path file, int width, int height) throws Exception {
    String format =
        file.toString().toLowerCase(java.util.Locale.ROOT).endsWith("png") ? "png" : "jpg";
    ImageIO.write(painted(width, height), format, file.toFile());
  }

  private static byte[] jpeg(int width, int height) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(painted(width, height), "jpg", out);
    return out.toByteArray();
  }

  /**
   * A third each of red, white and black, as inks. Adobe's programs keep them inverted.
   *
   * @param transform as Adobe's mark says it; below 0 there is no mark
   */
  private static byte[] cmyk(int width, int height, int transform) throws Exception {
    int[][] inks = {{0, 255, 255, 0}, {0, 0, 0, 0}, {0, 0, 0, 255}};
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, 4, null);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        raster.setPixel(x, y, kept(inks[x * 3 / width], transform));
      }
    }
    ImageWriter writer = jdksOwn();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(raster, null, null), null);
    }
    writer.dispose();
    byte[] jpeg = out.toByteArray();
    if (transform < 0) {
      return jpeg;
    }
    ByteArrayOutputStream marked = new ByteArrayOutputStream();
    marked.write(jpeg, 0, 2);
    marked.write(new byte[] {(byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e'});
    marked.write(new byte[] {0, 100, 0, 0, 0, 0, (byte) transform});
    marked.write(jpeg, 2, jpeg.length - 2);
    return marked.toByteArray();
  }

  private static int[] kept(int[] ink, int transform) {
    if (transform < 0) {
      return ink;
    }
    int k = 255 - ink[3];
    return transform == 0
        ? new int[] {255 - ink[0], 255 - ink[1], 255 - ink[2], k}
        // Inverted once more: red, green and blue are what is left without the inverted ink.
        : new int[] {
          (int) (0.299 * ink[0] + 0.587 * ink[1] + 0.114 * ink[2]),
          (int) Math.clamp(128 - 0.1687 * ink[0] - 0.3313 * ink[1] + 0.5 * ink[2], 0, 255),
          (int) Math.clamp(128 + 0.5 * ink[0] - 0.4187 * ink[1] - 0.0813 * ink[2], 0, 255),
          k
        };
  }

  /** TwelveMonkeys' writer comes first and takes no four inks as they are. */
  private static ImageWriter jdksOwn() {
    var all = ImageIO.getImageWritersByFormatName("jpeg");
    ImageWriter writer = all.next();
    while (all.hasNext() && !writer.getClass().getName().startsWith("com.sun.")) {
      writer = all.next();
    }
    return writer;
  }

  private static void gif(Path file) throws Exception {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < 3; i++) {
        writer.writeToSequence(new IIOImage(painted(60 + i, 60), null, null), null);
      }
      writer.endWriteSequence();
    }
    writer.dispose();
  }

  /** A PNG that claims to be so large; its pixels are not there at all. */
  private static void png(Path file, int width, int height) throws Exception {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(header);
    fields.writeInt(width);
    fields.writeInt(height);
    fields.write(new byte[] {8, 2, 0, 0, 0});
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      out.writeLong(0x89504E470D0A1A0AL);
      chunk(out, "IHDR", header.toByteArray());
      chunk(out, "IDAT", new byte[] {0x78, (byte) 0x9c, 3, 0, 0, 0, 0, 1});
      chunk(out, "IEND", new byte[0]);
    }
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws Exception {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(data);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) sum.getValue());
  }

  private static List<Path> files(Path folder) throws Exception {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static List<Long> times(List<Path> files) throws Exception {
    List<Long> times = new ArrayList<>();
    for (Path file : files) {
      times.add(Files.getLastModifiedTime(file).toMillis());
    }
    return times;
  }

  /** The segment by which a camera says which way it was held. */
  private static final class HexExif {
    static byte[] turned(int orientation) throws Exception {
      ByteArrayOutputStream tiff = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(tiff);
      out.write("Exif\0\0MM".getBytes(StandardCharsets.US_ASCII));
      out.writeShort(42);
      out.writeInt(8);
      out.writeShort(1);
      out.writeShort(0x0112);
      out.writeShort(3);
      out.writeInt(1);
      out.writeShort(orientation);
      out.writeShort(0);
      out.writeInt(0);
      ByteArrayOutputStream segment = new ByteArrayOutputStream();
      DataOutputStream marker = new DataOutputStream(segment);
      marker.writeShort(0xFFE1);
      marker.writeShort(tiff.size() + 2);
      marker.write(tiff.toByteArray());
      return segment.toByteArray();
    }
  }
}
