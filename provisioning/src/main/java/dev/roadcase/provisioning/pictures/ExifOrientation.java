package dev.roadcase.provisioning.pictures;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import net.coobird.thumbnailator.util.exif.Orientation;

/** Which way is up, as a camera writes it: tag 0x0112 of the first directory (Exif 2.32, 4.6.4). */
final class ExifOrientation {
  private static final int TAG = 0x0112;
  private static final int SHORT = 3;

  private ExifOrientation() {}

  /** What a block of Exif says; nothing where it says nothing that can be read. */
  static Optional<Orientation> of(byte[] exif) {
    try {
      // Some programs put JPEG's marker before the block in WebP, too.
      int start = exif.length > 6 && exif[0] == 'E' && exif[1] == 'x' ? 6 : 0;
      ByteBuffer tiff = ByteBuffer.wrap(exif, start, exif.length - start).slice();
      tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      int directory = tiff.getInt(4);
      int entries = Short.toUnsignedInt(tiff.getShort(directory));
      for (int i = 0; i < entries; i++) {
        int entry = directory + 2 + 12 * i;
        if (Short.toUnsignedInt(tiff.getShort(entry)) == TAG && tiff.getShort(entry + 2) == SHORT) {
          int says = Short.toUnsignedInt(tiff.getShort(entry + 8));
          return says >= 1 && says <= 8 ? Optional.of(Orientation.typeOf(says)) : Optional.empty();
        }
      }
      return Optional.empty();
    } catch (IndexOutOfBoundsException e) {
      // What a camera wrote beside the picture may be anything; the picture is as it stands.
      return Optional.empty();
    }
  }
}
