package dev.roadcase.provisioning.pictures;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.resizers.configurations.ScalingMode;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.Orientation;

/**
 * Makes the sizes in which a picture is shown: one for large screens, one for a thin link. Nothing
 * that a camera wrote beside the picture is in them.
 */
final class Rendering {
  /** Widest picture, pixels: a product's page on a large screen. */
  static final int WEB_WIDTH = 1_200;

  /** Highest picture, pixels. */
  static final int WEB_HEIGHT = 2_400;

  /** Width of the small one, pixels: a card of the catalogue on a phone. */
  static final int SMALL_WIDTH = 400;

  /** What the small one should not exceed, octets: 50 of them are a megabyte. */
  static final int SMALL_OCTETS = 20_000;

  private static final float WEB_QUALITY = 0.82f;
  private static final float[] SMALL_QUALITIES = {0.75f, 0.6f, 0.45f, 0.35f, 0.25f};

  private static final Set<Orientation> LYING =
      Set.of(
          Orientation.LEFT_TOP,
          Orientation.RIGHT_TOP,
          Orientation.RIGHT_BOTTOM,
          Orientation.LEFT_BOTTOM);

  private Rendering() {}

  /** One file, in memory. */
  static final class Made {
    private final byte[] bytes;
    private final String type;
    private final int width;
    private final int height;

    private Made(byte[] bytes, String type, BufferedImage image) {
      this.bytes = bytes;
      this.type = type;
      this.width = image.getWidth();
      this.height = image.getHeight();
    }

    byte[] bytes() {
      return bytes.clone();
    }

    String type() {
      return type;
    }

    int width() {
      return width;
    }

    int height() {
      return height;
    }
  }

  /**
   * The renditions of a photograph, narrowest first; one alone when it is small.
   *
   * @throws BadImage when it is damaged
   */
  static List<Made> of(Photograph photograph) throws IOException, BadImage {
    Orientation orientation = photograph.orientation();
    boolean lying = LYING.contains(orientation);
    BufferedImage decoded = photograph.decode();
    BufferedImage within =
        within(decoded, lying ? WEB_HEIGHT : WEB_WIDTH, lying ? WEB_WIDTH : WEB_HEIGHT);
    BufferedImage web =
        orientation == Orientation.TOP_LEFT
            ? within
            : ExifFilterUtils.getFilterForOrientation(orientation).apply(within);
    boolean drawing = photograph.mayBeADrawing();
    List<Made> made = new ArrayList<>();
    if (web.getWidth() > SMALL_WIDTH) {
      made.add(small(within(web, SMALL_WIDTH, WEB_HEIGHT), drawing));
      made.add(smaller(jpeg(web, WEB_QUALITY), drawing ? Optional.of(png(web)) : Optional.empty()));
    } else {
      made.add(small(web, drawing));
    }
    return made;
  }

  private static Made small(BufferedImage image, boolean drawing) throws IOException {
    Optional<Made> png = drawing ? Optional.of(png(image)) : Optional.empty();
    Made made = jpeg(image, SMALL_QUALITIES[0]);
    for (int i = 1; i < SMALL_QUALITIES.length && made.bytes.length > SMALL_OCTETS; i++) {
      if (png.isPresent() && png.get().bytes.length <= SMALL_OCTETS) {
        return png.get();
      }
      made = jpeg(image, SMALL_QUALITIES[i]);
    }
    return smaller(made, png);
  }

  private static Made smaller(Made jpeg, Optional<Made> png) {
    return png.filter(p -> p.bytes.length < jpeg.bytes.length).orElse(jpeg);
  }

  /** Never larger than it was. */
  private static BufferedImage within(BufferedImage image, int width, int height)
      throws IOException {
    if (image.getWidth() <= width && image.getHeight() <= height) {
      return image;
    }
    double scale = Math.min((double) width / image.getWidth(), (double) height / image.getHeight());
    return Thumbnails.of(image)
        .forceSize(
            Math.max(1, (int) Math.round(image.getWidth() * scale)),
            Math.max(1, (int) Math.round(image.getHeight() * scale)))
        .scalingMode(ScalingMode.PROGRESSIVE_BILINEAR)
        .asBufferedImage();
  }

  /** What is transparent stands on white. */
  private static Made jpeg(BufferedImage image, float quality) throws IOException {
    BufferedImage opaque = image;
    if (image.getType() != BufferedImage.TYPE_INT_RGB) {
      opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = opaque.createGraphics();
      graphics.drawImage(image, 0, 0, Color.WHITE, null);
      graphics.dispose();
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(quality);
      // Seen as a whole at once, sharper as more of it arrives.
      how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(opaque, null, null), how);
    } finally {
      writer.dispose();
    }
    return new Made(out.toByteArray(), "image/jpeg", opaque);
  }

  private static Made png(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageIO.write(image, "png", stream);
    }
    return new Made(out.toByteArray(), "image/png", image);
  }
}
