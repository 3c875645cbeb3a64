package dev.roadcase.wire.pack;

import dev.roadcase.core.pack.Picture.Rendition;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One asset out of a longer stream. It ends where the asset ends, and the read that delivers the
 * last octet throws {@link BadPack} instead when what came is not what was announced.
 */
final class VerifyingStream extends InputStream {
  private final InputStream in;
  private final Rendition asset;
  private final MessageDigest digest;
  private long left;

  VerifyingStream(InputStream in, Rendition asset) {
    this.in = in;
    this.asset = asset;
    this.left = asset.size();
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int read = in.read(into, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw new BadPack(
          "the pack is cut short: the asset %s needs %d more".formatted(asset.id(), left));
    }
    digest.update(into, offset, read);
    left -= read;
    if (left == 0 && !HexFormat.of().formatHex(digest.digest()).equals(asset.id().hex())) {
      throw new BadPack("the asset " + asset.id() + " differs from its hash");
    }
    return read;
  }

  @Override
  public int available() {
    return 0;
  }

  /** Reads what the taker left, so that nothing goes unchecked. */
  void drain() throws IOException {
    transferTo(OutputStream.nullOutputStream());
  }
}
