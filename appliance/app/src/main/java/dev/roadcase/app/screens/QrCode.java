package dev.roadcase.app.screens;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/**
 * A QR code (ISO/IEC 18004) as the path of an SVG, one unit a module, with the quiet zone of four
 * modules that a scanner needs.
 *
 * @param side units
 * @param path what is dark
 */
public record QrCode(int side, String path) {
  private static final int QUIET = 4;

  /**
   * The code of {@code text}: a quarter of it may be scratched or in the shade.
   *
   * @throws IllegalArgumentException when the text is too long for a code, some 1,600 characters
   */
  static QrCode of(String text) {
    try {
      ByteMatrix modules = Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
      return new QrCode(modules.getWidth() + 2 * QUIET, path(modules));
    } catch (WriterException e) {
      throw new IllegalArgumentException("too long for a QR code", e);
    }
  }

  /** One rectangle for each run of dark modules in a row. */
  private static String path(ByteMatrix modules) {
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < modules.getHeight(); y++) {
      for (int x = 0; x < modules.getWidth(); x++) {
        int from = x;
        while (x < modules.getWidth() && modules.get(x, y) == 1) {
          x++;
        }
        if (x > from) {
          path.append('M').append(from + QUIET).append(' ').append(y + QUIET);
          path.append('h').append(x - from).append("v1h").append(from - x).append('z');
        }
      }
    }
    return path.toString();
  }
}
