package dev.roadcase.wire.pack;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Where the reader is. No octet is copied before it is known to be there and to be wanted. */
final class Cursor {
  private final byte[] bytes;
  private int at;

  Cursor(byte[] bytes) {
    this.bytes = bytes;
  }

  /** As many as there are, when there are fewer. */
  byte[] start(int length) {
    byte[] found = Arrays.copyOf(bytes, Math.min(bytes.length, length));
    at = found.length;
    return found;
  }

  int length32(String what, int max) {
    require(4, "the length of " + what);
    int length = ByteBuffer.wrap(bytes, at, 4).getInt();
    at += 4;
    return limited(Integer.toUnsignedLong(length), what, max);
  }

  int length16(String what, int max) {
    require(2, "the length of " + what);
    int length = Short.toUnsignedInt(ByteBuffer.wrap(bytes, at, 2).getShort());
    at += 2;
    return limited(length, what, max);
  }

  byte[] take(int length, String what) {
    require(length, what);
    byte[] taken = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return taken;
  }

  void end() {
    if (at != bytes.length) {
      throw new BadPack(
          "the pack ends at byte " + at + ", but " + (bytes.length - at) + " bytes follow");
    }
  }

  private void require(int length, String what) {
    if (length > bytes.length - at) {
      throw new BadPack(
          "the pack is cut short at byte "
              + bytes.length
              + ": "
              + what
              + " needs "
              + (length - (bytes.length - at))
              + " more");
    }
  }

  static int limited(long length, String what, int max) {
    if (length < 1 || length > max) {
      throw new BadPack(what + " has 1 to " + max + " octets, not " + length);
    }
    return (int) length;
  }
}
