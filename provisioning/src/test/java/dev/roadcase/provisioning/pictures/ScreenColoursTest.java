package dev.roadcase.provisioning.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import net.coobird.thumbnailator.util.exif.Orientation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A picture is on the screen as whoever made it saw it. */
class ScreenColoursTest {
  /** Exif that says: turn it a quarter to the right. */
  private static final byte[] TURNED =
      ByteBuffer.allocate(26)
          .order(ByteOrder.LITTLE_ENDIAN)
          .put("II".getBytes(StandardCharsets.US_ASCII))
          .putShort((short) 42)
          .putInt(8)
          .putShort((short) 1)
          .putShort((short) 0x0112)
          .putShort((short) 3)
          .putInt(1)
          .putShort((short) 6)
          .array();

  /** A WebP of one pixel, without the header of its container. */
  private static final byte[] DOT =
      Base64.getDecoder().decode("VlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(ints = {DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT})
  void greyIsAsBrightAsItWas(int samples) throws Exception {
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY), true, false, Color.TRANSLUCENT, samples);
    WritableRaster raster = model.createCompatibleWritableRaster(4, 1);
    int[] greys = {40, 90, 128, 200};
    int up = samples == DataBuffer.TYPE_BYTE ? 1 : 257;
    for (int x = 0; x < 4; x++) {
      raster.setPixel(x, 0, new int[] {greys[x] * up, 255 * up});
    }
    Path file = home.resolve("grey.png");
    ImageIO.write(new BufferedImage(model, raster, false, null), "png", file.toFile());
    BufferedImage read = decoded(file);
    for (int x = 0; x < 4; x++) {
      assertEquals(0xFF000000 | greys[x] * 0x010101, read.getRGB(x, 0), "at " + x);
    }
  }

  @Test
  void aPngsProfileIsApplied() throws Exception {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.write("linear\0\0".getBytes(StandardCharsets.US_ASCII));
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(chunk)) {
      deflated.write(ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData());
    }
    BufferedImage read = decoded(png("wide.png", "iCCP", chunk.toByteArray()));
    // A light of 128 of 255 is 188 as a screen counts.
    assertEquals(188, read.getRGB(100, 100) & 0xFF, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no zero", "x\0\0not deflated"})
  void aProfileThatCannotBeReadIsNone(String chunk) throws Exception {
    BufferedImage read = decoded(png("odd.png", "iCCP", chunk.getBytes(StandardCharsets.US_ASCII)));
    assertEquals(128, read.getRGB(100, 100) & 0xFF);
  }

  @Test
  void whatACameraSaysOfAPngAndAWebpIsHeeded() throws Exception {
    assertEquals(Orientation.RIGHT_TOP, orientation(png("a.png", "eXIf", TURNED)));
    byte[] marked = new byte[6 + TURNED.length];
    System.arraycopy("Exif\0\0".getBytes(StandardCharsets.US_ASCII), 0, marked, 0, 6);
    System.arraycopy(TURNED, 0, marked, 6, TURNED.length);
    assertEquals(Orientation.RIGHT_TOP, orientation(webp("a.webp", 0x08, TURNED)));
    assertEquals(Orientation.RIGHT_TOP, orientation(webp("b.webp", 0x08, marked)));
    assertEquals(
        Orientation.TOP_LEFT, orientation(webp("c.webp", 0x08, Arrays.copyOf(TURNED, 12))));
  }

  @Test
  void whatMovesIsKnownByItsHeader() throws Exception {
    assertTrue(ImageChunks.of(png("a.png", "acTL", new byte[8]), ImageKind.PNG).moves());
    assertTrue(ImageChunks.of(webp("a.webp", 0x02, TURNED), ImageKind.WEBP).moves());
    assertTrue(!ImageChunks.of(webp("b.webp", 0x08, TURNED), ImageKind.WEBP).moves());
  }

  @Test
  void aFrameStandsWhereItsGifHasIt() throws Exception {
    Path file = home.resolve("frame.gif");
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    BufferedImage frame = painted(30, 20, Color.RED);
    IIOMetadata stream = writer.getDefaultStreamMetadata(null);
    String format = stream.getNativeMetadataFormatName();
    IIOMetadataNode root = new IIOMetadataNode(format);
    IIOMetadataNode screen = new IIOMetadataNode("LogicalScreenDescriptor");
    screen.setAttribute("logicalScreenWidth", "60");
    screen.setAttribute("logicalScreenHeight", "40");
    screen.setAttribute("colorResolution", "8");
    screen.setAttribute("pixelAspectRatio", "0");
    root.appendChild(screen);
    stream.mergeTree(format, root);
    IIOMetadata image =
        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(frame), null);
    String own = image.getNativeMetadataFormatName();
    IIOMetadataNode placed = new IIOMetadataNode(own);
    IIOMetadataNode descriptor = new IIOMetadataNode("ImageDescriptor");
    descriptor.setAttribute("imageLeftPosition", "15");
    descriptor.setAttribute("imageTopPosition", "10");
    descriptor.setAttribute("imageWidth", "30");
    descriptor.setAttribute("imageHeight", "20");
    descriptor.setAttribute("interlaceFlag", "FALSE");
    placed.appendChild(descriptor);
    image.mergeTree(own, placed);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(stream, new IIOImage(frame, null, image), null);
    }
    BufferedImage read = decoded(file);
    assertEquals(60, read.getWidth());
    assertEquals(40, read.getHeight());
    assertEquals(0xFFFFFF, read.getRGB(2, 2) & 0xFFFFFF);
    assertEquals(0xFF0000, read.getRGB(30, 20) & 0xFFFFFF);
  }

  @Test
  void aPngWithoutItsEndWasCutShortAndAJpegWithoutItsMarkWasNot() throws Exception {
    byte[] png = Files.readAllBytes(png("whole.png", "eXIf", TURNED));
    Path cut = home.resolve("cut.png");
    Files.write(cut, Arrays.copyOf(png, png.length / 2));
    BadImage refused = assertThrows(BadImage.class, () -> decoded(cut));
    assertTrue(String.valueOf(refused.getMessage()).contains("cut short"), refused.getMessage());
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(painted(200, 200, Color.GRAY), "jpg", jpeg);
    Path endless = home.resolve("endless.jpg");
    Files.write(endless, Arrays.copyOf(jpeg.toByteArray(), jpeg.size() - 2));
    assertEquals(128, decoded(endless).getRGB(190, 190) & 0xFF, 3);
  }

  private static BufferedImage decoded(Path file) throws Exception {
    try (Photograph photograph = Photograph.open(file)) {
      return photograph.decode();
    }
  }

  private static Orientation orientation(Path file) throws Exception {
    try (Photograph photograph = Photograph.open(file)) {
      return photograph.orientation();
    }
  }

  private static BufferedImage painted(int width, int height, Color colour) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, colour.getRGB());
      }
    }
    return image;
  }

  /** A grey PNG in colours with one more chunk, behind its header. */
  private Path png(String name, String type, byte[] content) throws Exception {
    ByteArrayOutputStream bare = new ByteArrayOutputStream();
    ImageIO.write(painted(200, 200, new Color(128, 128, 128)), "png", bare);
    Path file = home.resolve(name);
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      out.write(bare.toByteArray(), 0, 33);
      byte[] named = type.getBytes(StandardCharsets.US_ASCII);
      CRC32 sum = new CRC32();
      sum.update(named);
      sum.update(content);
      out.writeInt(content.length);
      out.write(named);
      out.write(content);
      out.writeInt((int) sum.getValue());
      new ByteArrayInputStream(bare.toByteArray(), 33, bare.size() - 33).transferTo(out);
    }
    return file;
  }

  /** A WebP in the extended form, RFC 9649, 2.7. */
  private Path webp(String name, int flags, byte[] exif) throws Exception {
    int padded = exif.length + (exif.length & 1);
    ByteBuffer out = ByteBuffer.allocate(12 + 18 + DOT.length + 8 + padded);
    out.order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(out.capacity() - 8);
    out.put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10);
    out.putInt(flags).put(new byte[6]);
    out.put(DOT);
    out.put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(exif.length).put(exif);
    Path file = home.resolve(name);
    Files.write(file, out.array());
    return file;
  }
}
