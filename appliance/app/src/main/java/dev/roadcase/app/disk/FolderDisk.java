package dev.roadcase.app.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The disk of a folder, with the reserve as a file in it. The reserve is written out, page by page,
 * and not of zeros: a sparse or a compressed file keeps no block for anybody.
 */
public final class FolderDisk implements Disk {
  private static final Logger LOG = LoggerFactory.getLogger(FolderDisk.class);

  /** Name of the reserve in the data folder. */
  public static final String RESERVE = "reserve";

  /** A slow card writes so much in a tenth of a second. */
  private static final int PIECE = 1 << 20;

  private static final long SAMPLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private record Sample(long usable, long at) {}

  private final Path folder;
  private final Path reserve;
  private final long reserveBytes;
  private final AtomicReference<@Nullable Sample> sample = new AtomicReference<>();
  private long reserved;
  private long failedAt = System.nanoTime() - SAMPLE_NANOS;

  /**
   * The disk under {@code folder}, which is there.
   *
   * @param reserveBytes size of the whole reserve; 0 for none
   */
  public FolderDisk(Path folder, long reserveBytes) {
    this.folder = folder;
    this.reserve = folder.resolve(RESERVE);
    this.reserveBytes = reserveBytes;
    this.reserved = sizeOf(reserve);
  }

  private static long sizeOf(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public long usable() {
    Sample last = sample.get();
    long now = System.nanoTime();
    if (last != null && now - last.at() < SAMPLE_NANOS) {
      return last.usable();
    }
    Sample next = new Sample(look(), now);
    sample.set(next);
    return next.usable();
  }

  @Override
  public void wrote(long bytes) {
    Sample last = sample.get();
    if (last != null && last.usable() >= 0) {
      sample.set(new Sample(Math.max(0, last.usable() - bytes), last.at()));
    }
  }

  private long look() {
    try {
      return DiskSpace.usable(folder);
    } catch (IOException e) {
      LOG.warn("how much of the disk under {} is free cannot be told: {}", folder, e.getMessage());
      return -1;
    }
  }

  @Override
  public long reserveBytes() {
    return reserveBytes;
  }

  @Override
  public long reserved() {
    return Math.min(reserved, reserveBytes);
  }

  @Override
  public boolean release() {
    if (reserved == 0) {
      return false;
    }
    try (FileChannel file = FileChannel.open(reserve, StandardOpenOption.WRITE)) {
      file.truncate(0);
      // Some file systems hand freed blocks out only after this is on the disk.
      file.force(true);
    } catch (IOException e) {
      LOG.warn("{} cannot be released: {}", reserve, e.getMessage());
      return false;
    }
    reserved = 0;
    sample.set(null);
    return true;
  }

  @Override
  public boolean reserveMore() {
    int length = (int) Math.min(PIECE, reserveBytes - reserved);
    if (length <= 0) {
      return true;
    }
    if (System.nanoTime() - failedAt < SAMPLE_NANOS) {
      return false;
    }
    try (FileChannel file =
        FileChannel.open(reserve, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.write(noise(length), reserved);
      file.force(false);
    } catch (IOException e) {
      LOG.warn("the reserve in {} cannot be written: {}", reserve, e.getMessage());
      reserved = sizeOf(reserve);
      failedAt = System.nanoTime();
      return false;
    }
    reserved = sizeOf(reserve);
    sample.set(null);
    return true;
  }

  /** What no file system can shrink: a xorshift sequence (Marsaglia, 2003). */
  private ByteBuffer noise(int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    long x = 0x9e3779b97f4a7c15L ^ (reserved + 1);
    while (bytes.remaining() >= Long.BYTES) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
      bytes.putLong(x);
    }
    return bytes.rewind();
  }
}
