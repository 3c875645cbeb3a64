package dev.roadcase.provisioning.pictures;

import java.awt.Graphics2D;
import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/** Pixels as a screen has them: sRGB, eight bits a colour, with transparency or without. */
final class ScreenColours {
  /** Longest profile, octets. */
  private static final int PROFILE_MAX = 8 << 20;

  /** So many rows are converted at once, so that a large picture is not held twice. */
  private static final int STRIP = 64;

  private ScreenColours() {}

  /** What the decoder gave, as sRGB. */
  static BufferedImage of(BufferedImage read) {
    int type =
        read.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
    if (read.getType() == type) {
      return read;
    }
    BufferedImage converted = new BufferedImage(read.getWidth(), read.getHeight(), type);
    if (isGrey(read)) {
      grey(read, converted);
      return converted;
    }
    Graphics2D graphics = converted.createGraphics();
    graphics.drawImage(read, 0, 0, null);
    graphics.dispose();
    return converted;
  }

  /**
   * Whether its samples are grey. The JDK takes them for linear light and would make them lighter;
   * in files they are meant as sRGB's are.
   */
  private static boolean isGrey(BufferedImage image) {
    int depth = image.getSampleModel().getSampleSize(0);
    return image.getColorModel().getColorSpace() == ColorSpace.getInstance(ColorSpace.CS_GRAY)
        && image.getRaster().getNumBands() <= 2
        && (depth == 8 || depth == 16);
  }

  private static void grey(BufferedImage from, BufferedImage to) {
    Raster raster = from.getRaster();
    int shift = from.getSampleModel().getSampleSize(0) - 8;
    int width = from.getWidth();
    boolean clear = raster.getNumBands() == 2;
    int[] light = new int[width];
    int[] alpha = new int[width];
    for (int y = 0; y < from.getHeight(); y++) {
      raster.getSamples(0, y, width, 1, 0, light);
      if (clear) {
        raster.getSamples(0, y, width, 1, 1, alpha);
      }
      for (int x = 0; x < width; x++) {
        int grey = light[x] >>> shift;
        int opacity = clear ? alpha[x] >>> shift : 0xFF;
        light[x] = (opacity << 24) | (grey << 16) | (grey << 8) | grey;
      }
      to.setRGB(0, y, width, 1, light, 0, width);
    }
  }

  /** The profile in a PNG's chunk {@code iCCP}: a name, a zero, a method, and it, deflated. */
  static Optional<ICC_Profile> profile(byte[] chunk) {
    int name = 0;
    while (name < chunk.length && chunk[name] != 0) {
      name++;
    }
    if (name + 2 >= chunk.length) {
      return Optional.empty();
    }
    try (InflaterInputStream in =
        new InflaterInputStream(
            new ByteArrayInputStream(chunk, name + 2, chunk.length - name - 2))) {
      ICC_Profile profile = ICC_Profile.getInstance(in.readNBytes(PROFILE_MAX));
      return Optional.of(profile).filter(p -> !isScreens(p));
    } catch (IOException | IllegalArgumentException e) {
      // A profile that cannot be read is none; the picture is as it stands, as in browsers.
      return Optional.empty();
    }
  }

  private static boolean isScreens(ICC_Profile profile) {
    byte[] description = profile.getData(ICC_Profile.icSigProfileDescriptionTag);
    if (description == null) {
      return false;
    }
    String says =
        new String(description, StandardCharsets.ISO_8859_1)
            .replace("\0", "")
            .toLowerCase(Locale.ROOT);
    return says.contains("srgb") && !says.contains("linear");
  }

  /** Takes pixels that were decoded as they stand for what a profile says that they are. */
  static void convert(BufferedImage image, ICC_Profile profile) {
    int bands = profile.getNumComponents();
    if (bands != 1 && bands != 3) {
      return;
    }
    try {
      ColorConvertOp op =
          new ColorConvertOp(
              new ICC_Profile[] {profile, ICC_Profile.getInstance(ColorSpace.CS_sRGB)}, null);
      for (int y = 0; y < image.getHeight(); y += STRIP) {
        strip(image, y, Math.min(STRIP, image.getHeight() - y), bands, op);
      }
    } catch (CMMException | IllegalArgumentException e) {
      // As above: what cannot be applied is not.
      return;
    }
  }

  private static void strip(BufferedImage image, int y, int height, int bands, ColorConvertOp op) {
    int width = image.getWidth();
    int[] pixels = image.getRGB(0, y, width, height, null, 0, width);
    WritableRaster in =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, bands, null);
    WritableRaster out =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, 3, null);
    byte[] samples = new byte[pixels.length * bands];
    for (int i = 0; i < pixels.length; i++) {
      for (int band = 0; band < bands; band++) {
        samples[i * bands + band] = (byte) (pixels[i] >>> (16 - 8 * band));
      }
    }
    in.setDataElements(0, 0, width, height, samples);
    op.filter(in, out);
    byte[] made = (byte[]) out.getDataElements(0, 0, width, height, null);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] =
          (pixels[i] & 0xFF000000)
              | ((made[i * 3] & 0xFF) << 16)
              | ((made[i * 3 + 1] & 0xFF) << 8)
              | (made[i * 3 + 2] & 0xFF);
    }
    image.setRGB(0, y, width, height, pixels, 0, width);
  }
}
