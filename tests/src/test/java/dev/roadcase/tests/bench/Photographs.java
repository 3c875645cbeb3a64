package dev.roadcase.tests.bench;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Photographs as shops have them, none like another: shapes under noise, so that they are as hard
 * to compress as real ones. The same number gives the same file.
 */
final class Photographs {
  static final int WIDTH = 1_200;
  static final int HEIGHT = 900;

  private Photographs() {}

  /**
   * Makes {@code count} files: of ten, seven JPEG, one of them CMYK, one held upright; three PNG.
   */
  static void make(Path folder, int count) {
    ImageIO.setUseCache(false);
    IntStream.range(0, count)
        .parallel()
        .forEach(i -> {
          try {
            Files.write(folder.resolve(name(i)), bytes(i));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  static String name(int i) {
    return "photo-%04d.%s".formatted(i, i % 10 < 7 ? "jpg" : "png");
  }

  private static byte[] bytes(int i) throws IOException {
    return switch (i % 10) {
      case 0 -> behindStart(jpeg(cmyk(painted(i, BufferedImage.TYPE_INT_RGB))), ADOBE);
      case 1 ->
          behindStart(
              jpeg(new IIOImage(painted(i, BufferedImage.TYPE_INT_RGB), null, null)), UPRIGHT);
      case 2, 3, 4, 5, 6 -> jpeg(new IIOImage(painted(i, BufferedImage.TYPE_INT_RGB), null, null));
      case 7 -> png(painted(i, BufferedImage.TYPE_INT_RGB));
      default -> png(painted(i, BufferedImage.TYPE_INT_ARGB));
    };
  }

  private static BufferedImage painted(int seed, int type) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    Graphics2D graphics = image.createGraphics();
    if (type == BufferedImage.TYPE_INT_RGB) {
      graphics.setColor(new Color(random.nextInt(1 << 24)));
      graphics.fillRect(0, 0, WIDTH, HEIGHT);
    }
    for (int i = 0; i < 60; i++) {
      graphics.setColor(new Color(random.nextInt(1 << 24)));
      graphics.fillOval(
          random.nextInt(WIDTH), random.nextInt(HEIGHT), random.nextInt(400), random.nextInt(400));
    }
    graphics.dispose();
    int[] row = new int[WIDTH];
    for (int y = 0; y < HEIGHT; y++) {
      image.getRGB(0, y, WIDTH, 1, row, 0, WIDTH);
      for (int x = 0; x < WIDTH; x++) {
        if (row[x] >>> 24 != 0) {
          row[x] ^= random.nextInt() & 0x0f0f0f;
        }
      }
      image.setRGB(0, y, WIDTH, 1, row, 0, WIDTH);
    }
    return image;
  }

  /** As image editors write it for print: four inks, each the other way round. */
  private static IIOImage cmyk(BufferedImage image) {
    WritableRaster inks =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, 4, null);
    int[] ink = {0, 0, 0, 255};
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int rgb = image.getRGB(x, y);
        ink[0] = rgb >> 16 & 255;
        ink[1] = rgb >> 8 & 255;
        ink[2] = rgb & 255;
        inks.setPixel(x, y, ink);
      }
    }
    return new IIOImage(inks, null, null);
  }

  private static byte[] jpeg(IIOImage image) throws IOException {
    ImageWriter writer = null;
    for (var all = ImageIO.getImageWritersByFormatName("jpeg"); all.hasNext(); ) {
      ImageWriter next = all.next();
      // The JDK's own: it alone takes four inks as they are.
      writer = next.getClass().getName().startsWith("com.sun.") || writer == null ? next : writer;
    }
    if (writer == null) {
      throw new IOException("this JDK writes no JPEG");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 19);
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, image, null);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  private static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 19);
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  /** Segment APP14: inverted inks, no further transformation. */
  private static final byte[] ADOBE = segment(0xEE, "Adobe\0\u0064\0\0\0\0\0");

  /** Segment APP1, Exif: orientation 6, held upright. */
  private static final byte[] UPRIGHT =
      segment(
          0xE1,
          "Exif\0\0MM\0\u002a\0\0\0\u0008\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0\u0006\0\0\0\0\0\0");

  private static byte[] segment(int marker, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream segment = new ByteArrayOutputStream();
    segment.write(0xFF);
    segment.write(marker);
    segment.write(0);
    segment.write(bytes.length + 2);
    segment.writeBytes(bytes);
    return segment.toByteArray();
  }

  private static byte[] behindStart(byte[] jpeg, byte[] segment) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(jpeg.length + segment.length);
    out.write(jpeg, 0, 2);
    out.writeBytes(segment);
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }
}
