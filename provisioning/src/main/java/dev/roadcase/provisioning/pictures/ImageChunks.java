package dev.roadcase.provisioning.pictures;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What stands beside the pixels in a PNG (W3C PNG, third edition) or a WebP file (RIFF): colours,
 * which way is up, whether it moves, whether its end is there. A damaged file has fewer of them;
 * its pixels are for the decoder to judge.
 */
final class ImageChunks {
  private static final Set<String> KEPT = Set.of("iCCP", "eXIf", "acTL", "IEND", "EXIF", "VP8X");

  /** Longest chunk that is kept, octets. */
  private static final int LENGTH_MAX = 4 << 20;

  /** Most chunks that are looked at. */
  private static final int COUNT_MAX = 100_000;

  private final Map<String, byte[]> chunks = new HashMap<>();

  private ImageChunks() {}

  static ImageChunks of(Path file, ImageKind kind) throws IOException {
    ImageChunks found = new ImageChunks();
    if (kind == ImageKind.PNG || kind == ImageKind.WEBP) {
      try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
        found.read(in, kind == ImageKind.PNG);
      } catch (EOFException e) {
        // Cut short: what was found before counts.
        return found;
      }
    }
    return found;
  }

  private void read(RandomAccessFile in, boolean png) throws IOException {
    long at = png ? 8 : 12;
    byte[] head = new byte[8];
    for (int i = 0; i < COUNT_MAX && at + 8 <= in.length(); i++) {
      in.seek(at);
      in.readFully(head);
      ByteBuffer says =
          ByteBuffer.wrap(head).order(png ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      long length = Integer.toUnsignedLong(says.getInt(png ? 0 : 4));
      String type = new String(head, png ? 4 : 0, 4, StandardCharsets.ISO_8859_1);
      if (KEPT.contains(type) && length <= LENGTH_MAX) {
        byte[] content = new byte[(int) length];
        in.readFully(content);
        chunks.putIfAbsent(type, content);
      }
      at += 8 + length + (png ? 4 : length & 1);
    }
  }

  Optional<byte[]> get(String type) {
    return Optional.ofNullable(chunks.get(type));
  }

  /** Whether there are more pictures than one in it. */
  boolean moves() {
    // The second bit of the flags: W3C and IETF (RFC 9649, 2.7.1.1) say "animation".
    return get("acTL").isPresent()
        || get("VP8X").filter(flags -> flags.length > 0 && (flags[0] & 0x02) != 0).isPresent();
  }
}
