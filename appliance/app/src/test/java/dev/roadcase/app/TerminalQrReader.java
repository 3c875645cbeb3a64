package dev.roadcase.app;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.List;

/** Reads a QR code of half blocks as a camera would. */
public final class TerminalQrReader {
  private static final int MODULE = 4;

  private TerminalQrReader() {}

  /** What is written, without its colours. */
  public static String plain(String line) {
    return line.replaceAll("\u001b\\[[0-9;]*m", "");
  }

  /**
   * @param negative whether what is drawn is light, as on a dark terminal
   */
  public static String read(List<String> lines, boolean negative) throws Exception {
    int width = plain(lines.getFirst()).length() * MODULE;
    int height = lines.size() * 2 * MODULE;
    int[] pixels = new int[width * height];
    for (int y = 0; y < height; y++) {
      String line = plain(lines.get(y / MODULE / 2));
      for (int x = 0; x < width; x++) {
        char block = line.charAt(x / MODULE);
        boolean upper = y / MODULE % 2 == 0;
        boolean drawn = block == '█' || block == (upper ? '▀' : '▄');
        pixels[y * width + x] = drawn == negative ? 0xffffff : 0;
      }
    }
    return new QRCodeReader()
        .decode(
            new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))))
        .getText();
  }
}
