package dev.roadcase.app.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * What a disk has room for, asked of the system by the path itself (statvfs, stat). {@code
 * Files.getFileStore} looks the path up in the table of mounts, where it may be missing: in a
 * chroot, and in some containers.
 */
public final class DiskSpace {
  /** Two sentences on how to make room. */
  public static final String HOW_TO_FREE =
      "Free space on the disk that holds data_dir. Delete nothing inside data_dir: it holds the"
          + " sales.";

  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs", "devtmpfs");

  private DiskSpace() {}

  /**
   * Octets that this process may still write on the disk of a file or folder, which is there.
   *
   * @throws IOException when the system does not say
   */
  public static long usable(Path path) throws IOException {
    long usable = path.toFile().getUsableSpace();
    if (usable == 0 && path.toFile().getTotalSpace() == 0) {
      throw new IOException("the system does not say");
    }
    return usable;
  }

  /**
   * Whether two files or folders, which are there, lie on one disk.
   *
   * @throws IOException when one of them cannot be looked at
   */
  public static boolean same(Path one, Path other) throws IOException {
    return Files.getAttribute(one, "unix:dev").equals(Files.getAttribute(other, "unix:dev"));
  }

  /** Whether a file or folder, which is there, is known to be gone with the power. */
  public static boolean inMemory(Path path) {
    try {
      return IN_MEMORY.contains(Files.getFileStore(path).type());
    } catch (IOException e) {
      // It is not in the table of mounts.
      return false;
    }
  }
}
