package dev.roadcase.provisioning.pictures;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageInputStream;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Node;

/**
 * A file that is an image, opened and measured, not yet decoded.
 *
 * <p>A small file may claim to be a huge picture. So its size on disk and its sides are looked at
 * first, and a large one is thinned out while it is decoded: no more than about 13 megapixels are
 * ever in memory.
 */
final class Photograph implements AutoCloseable {
  /** Largest file, octets. */
  static final long FILE_MAX = 30_000_000;

  /** Longest side, pixels. */
  static final int SIDE_MAX = 20_000;

  /** Most pixels. */
  static final long PIXELS_MAX = 50_000_000;

  /** Most pixels of what cannot be thinned out while it is decoded. */
  static final long WHOLE_PIXELS_MAX = 16_000_000;

  /** A longer side than twice this is thinned out. */
  private static final int SIDE_KEPT = 1_800;

  /** Largest picture that is made around a GIF's frame, pixels. */
  private static final long CANVAS_MAX = 8_000_000;

  private final ImageReader reader;
  private final ImageInputStream in;
  private final ImageKind kind;
  private final ImageChunks chunks;
  private final int width;
  private final int height;

  private Photograph(
      ImageReader reader,
      ImageInputStream in,
      ImageKind kind,
      ImageChunks chunks,
      int width,
      int height) {
    this.reader = reader;
    this.in = in;
    this.kind = kind;
    this.chunks = chunks;
    this.width = width;
    this.height = height;
  }

  /**
   * Opens and measures a file.
   *
   * @throws BadImage when it is no image, or one that is refused for its size
   */
  static Photograph open(Path file) throws IOException, BadImage {
    long size = Files.size(file);
    if (size > FILE_MAX) {
      throw new BadImage(
          "has %,d bytes; at most %,d are taken: save it smaller".formatted(size, FILE_MAX));
    }
    ImageKind kind;
    try (InputStream start = Files.newInputStream(file)) {
      kind = ImageKind.of(start.readNBytes(ImageKind.LOOKED_AT));
    }
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(kind.format());
    ImageInputStream in = ImageIO.createImageInputStream(file.toFile());
    if (!readers.hasNext() || in == null) {
      throw new IllegalStateException("a reader for " + kind + " is on the class path");
    }
    ImageReader reader = readers.next();
    ImageChunks chunks = ImageChunks.of(file, kind);
    try {
      // The metadata is kept: it says which way is up, and where a frame stands. A PNG's is read by
      // its chunks, as the JDK refuses a picture for a comment that is odd.
      reader.setInput(in, false, kind == ImageKind.PNG);
      Photograph photograph =
          new Photograph(reader, in, kind, chunks, reader.getWidth(0), reader.getHeight(0));
      photograph.requireBounded();
      return photograph;
    } catch (BadImage e) {
      close(reader, in);
      throw e;
    } catch (IOException | RuntimeException e) {
      close(reader, in);
      throw damaged(e, kind, chunks);
    }
  }

  /** How much memory decoding takes, roughly, in megabytes. */
  int cost() {
    long pixels = (long) width * height;
    long kept = pixels / ((long) thinning() * thinning());
    // A progressive JPEG is held whole by its decoder, outside of the heap.
    return (int) (1 + (kept * 8 + pixels * 2) / 1_000_000);
  }

  /** Whether it is one of the kinds that hold drawings, where PNG may be smaller than JPEG. */
  boolean mayBeADrawing() {
    return kind != ImageKind.JPEG;
  }

  /** Whether there are more pictures in the file; only the first is read. */
  boolean moves() throws IOException {
    return chunks.moves() || (kind == ImageKind.GIF && reader.getNumImages(true) > 1);
  }

  /** Which way is up. */
  Orientation orientation() {
    try {
      Optional<Orientation> orientation =
          kind == ImageKind.JPEG
              ? Optional.ofNullable(ExifUtils.getExifOrientation(reader, 0))
              : chunks.get("EXIF").or(() -> chunks.get("eXIf")).flatMap(ExifOrientation::of);
      return orientation.orElse(Orientation.TOP_LEFT);
    } catch (IOException | RuntimeException e) {
      // What a camera wrote beside the picture may be anything; the picture is as it stands.
      return Orientation.TOP_LEFT;
    }
  }

  /**
   * Decodes it, thinned out when it is large, in sRGB; not yet turned upright.
   *
   * @throws BadImage when it is damaged
   */
  BufferedImage decode() throws BadImage {
    ImageReadParam how = reader.getDefaultReadParam();
    how.setSourceSubsampling(thinning(), thinning(), 0, 0);
    Complaints complaints = new Complaints();
    reader.addIIOReadWarningListener(complaints);
    BufferedImage read;
    try {
      read = reader.read(0, how);
    } catch (IOException | RuntimeException e) {
      throw damaged(e, kind, chunks);
    }
    if (complaints.cutShort) {
      throw new BadImage("ends too early: it was cut short; copy it again");
    }
    if (kind == ImageKind.JPEG && read.getColorModel().hasAlpha()) {
      // Without Adobe's mark the decoder takes the fourth ink for transparency, and shows white.
      throw new BadImage("has four colours and does not say which; save it as RGB");
    }
    BufferedImage screen = ScreenColours.of(read);
    Optional<ICC_Profile> profile = chunks.get("iCCP").flatMap(ScreenColours::profile);
    profile.ifPresent(colours -> ScreenColours.convert(screen, colours));
    return kind == ImageKind.GIF ? onItsCanvas(screen) : screen;
  }

  /** A GIF's first frame may be smaller than the picture; around it there is nothing. */
  private BufferedImage onItsCanvas(BufferedImage frame) throws BadImage {
    try {
      Node screen = node(reader.getStreamMetadata(), "LogicalScreenDescriptor");
      Node place = node(reader.getImageMetadata(0), "ImageDescriptor");
      int left = number(place, "imageLeftPosition") / thinning();
      int top = number(place, "imageTopPosition") / thinning();
      int wide = number(screen, "logicalScreenWidth") / thinning();
      int high = number(screen, "logicalScreenHeight") / thinning();
      boolean fills = frame.getWidth() >= wide && frame.getHeight() >= high;
      if (fills || (long) wide * high > CANVAS_MAX) {
        return frame;
      }
      BufferedImage canvas = new BufferedImage(wide, high, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = canvas.createGraphics();
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, wide, high);
      graphics.drawImage(frame, left, top, null);
      graphics.dispose();
      return canvas;
    } catch (IOException | RuntimeException e) {
      throw damaged(e, kind, chunks);
    }
  }

  private static Node node(IIOMetadata metadata, String name) throws IOException {
    Node tree = metadata.getAsTree(metadata.getNativeMetadataFormatName());
    for (Node child = tree.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child.getNodeName().equals(name)) {
        return child;
      }
    }
    throw new IOException("a GIF has a " + name);
  }

  private static int number(Node node, String attribute) {
    return Integer.parseInt(node.getAttributes().getNamedItem(attribute).getNodeValue());
  }

  private void requireBounded() throws BadImage {
    long pixels = (long) width * height;
    if (width < 1 || height < 1) {
      throw new BadImage("says that it is %d × %d pixels large".formatted(width, height));
    }
    if (width > SIDE_MAX || height > SIDE_MAX || pixels > PIXELS_MAX) {
      throw new BadImage(
          "is %,d × %,d pixels large; at most %,d a side and %d megapixels are taken: save it smaller"
              .formatted(width, height, SIDE_MAX, PIXELS_MAX / 1_000_000));
    }
    if (kind == ImageKind.WEBP && pixels > WHOLE_PIXELS_MAX) {
      throw new BadImage(
          "is a WebP image of %d megapixels; at most %d are taken: save it smaller, or as JPEG"
              .formatted(pixels / 1_000_000, WHOLE_PIXELS_MAX / 1_000_000));
    }
  }

  private int thinning() {
    return Math.max(1, Math.max(width, height) / SIDE_KEPT);
  }

  private static BadImage damaged(Exception e, ImageKind kind, ImageChunks chunks) {
    String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    boolean cut =
        e instanceof EOFException
            || e.getCause() instanceof EOFException
            || (kind == ImageKind.PNG && chunks.get("IEND").isEmpty())
            || reason.contains("premature")
            || reason.contains("truncated")
            || reason.contains("unexpected end");
    return new BadImage(
        cut
            ? "ends too early: it was cut short; copy it again"
            : "is damaged and cannot be read; save it anew");
  }

  private static void close(ImageReader reader, ImageInputStream in) throws IOException {
    reader.dispose();
    in.close();
  }

  @Override
  public void close() throws IOException {
    close(reader, in);
  }

  /** What the decoder says while it goes on: a file cut short is grey from there on. */
  private static final class Complaints implements IIOReadWarningListener {
    private boolean cutShort;

    @Override
    public void warningOccurred(@Nullable ImageReader source, String warning) {
      String text = warning.toLowerCase(Locale.ROOT);
      // That the mark at its end is missing says nothing of the pixels, which may all be there.
      boolean onlyTheEnd = text.contains("missing eoi");
      cutShort |=
          text.contains("premature")
              || (!onlyTheEnd && (text.contains("truncated") || text.contains("eof")));
    }
  }
}
