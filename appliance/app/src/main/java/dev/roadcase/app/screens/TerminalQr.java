package dev.roadcase.app.screens;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.ArrayList;
import java.util.List;

/**
 * A QR code (ISO/IEC 18004) in half blocks: two rows of modules a line, one module a column, with
 * the quiet zone of four modules that a scanner needs.
 */
public final class TerminalQr {
  private static final int QUIET = 4;

  /** Black on bright white, whatever the terminal's own colours are. */
  private static final String COLOURS = "\u001b[30;107m";

  private static final String PLAIN = "\u001b[0m";

  private TerminalQr() {}

  /**
   * The code of {@code text}, or nothing when it would be wider than {@code columns}.
   *
   * @param colours with them it is dark on light everywhere. Without, light modules are drawn in
   *     the colour of the writing: right on a dark terminal; on a light one it is the negative,
   *     which most cameras read as well
   */
  public static List<String> lines(String text, int columns, boolean colours) {
    ByteMatrix modules;
    try {
      modules = Encoder.encode(text, ErrorCorrectionLevel.L).getMatrix();
    } catch (WriterException e) {
      return List.of();
    }
    int side = modules.getWidth() + 2 * QUIET;
    if (side > columns) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    for (int y = 0; y < side; y += 2) {
      StringBuilder line = new StringBuilder();
      for (int x = 0; x < side; x++) {
        boolean upper = dark(modules, x, y) == colours;
        // Below the last row there is nothing, and nothing has to be light.
        boolean lower = (y + 1 < side ? dark(modules, x, y + 1) : false) == colours;
        line.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
      }
      lines.add(colours ? COLOURS + line + PLAIN : line.toString());
    }
    return lines;
  }

  private static boolean dark(ByteMatrix modules, int x, int y) {
    int column = x - QUIET;
    int row = y - QUIET;
    return column >= 0
        && row >= 0
        && column < modules.getWidth()
        && row < modules.getHeight()
        && modules.get(column, row) == 1;
  }
}
