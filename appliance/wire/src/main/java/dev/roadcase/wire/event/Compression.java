package dev.roadcase.wire.event;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.roadcase.wire.json.Malformed;

/** Zstandard (RFC 8878) for batches, in one frame that says its size beforehand. */
public final class Compression {
  /** The word in {@code content-encoding}. */
  public static final String ZSTD = "zstd";

  /** Octets of a batch, uncompressed, at most: what a reader is ready to allocate. */
  public static final int SIZE_MAX = 4 << 20;

  /** Measured: docs/decisions/0021. */
  private static final int LEVEL = 6;

  private Compression() {}

  static byte[] compress(byte[] plain) {
    return Zstd.compress(plain, LEVEL);
  }

  /**
   * Decompresses a frame that says its size.
   *
   * @throws Malformed when it does not, when it says more than {@link #SIZE_MAX}, or when it lies
   */
  static byte[] decompress(byte[] frame) {
    // The library reads the first octet before it looks whether there is one.
    if (frame.length == 0) {
      throw new Malformed("the payload is empty, no zstd frame");
    }
    try {
      long size = Zstd.getFrameContentSize(frame);
      if (size < 0) {
        throw new Malformed("the zstd frame does not say its size");
      }
      if (size > SIZE_MAX) {
        throw new Malformed(
            "a batch has at most " + SIZE_MAX + " octets; the zstd frame says " + size);
      }
      byte[] plain = Zstd.decompress(frame, (int) size);
      if (plain.length != size) {
        throw new Malformed("the zstd frame holds less than it says");
      }
      return plain;
    } catch (ZstdException e) {
      throw new Malformed("the payload is no whole zstd frame: " + e.getMessage());
    }
  }
}
