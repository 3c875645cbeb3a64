package dev.roadcase.console.upstream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * A file that a process has open, and the path by which it will be looked for. A file that was
 * removed, or that another took the place of, can still be written: by nobody who comes later will
 * it be read.
 *
 * @param key device and inode; null where the file system has none, and nothing can be told
 */
record OpenFile(Path path, @Nullable Object key) {

  /** The file that is at {@code path} now. */
  static OpenFile of(Path path) throws IOException {
    return new OpenFile(path, attributes(path).fileKey());
  }

  /**
   * Makes sure that the path still leads to it, and that there is something in it. Costs a {@code
   * stat}. For a file that has been written to.
   *
   * @return when it was changed last
   * @throws Unusable when it does not
   */
  FileTime requireInPlace() {
    try {
      BasicFileAttributes there = attributes(path);
      if (key != null && !key.equals(there.fileKey())) {
        throw gone("another file was put in its place", null);
      }
      if (there.size() == 0) {
        throw gone("it was emptied", null);
      }
      return there.lastModifiedTime();
    } catch (IOException e) {
      throw gone("it was removed", e);
    }
  }

  private Unusable gone(String how, @Nullable IOException cause) {
    String message =
        path
            + " is not the file any more that this upstream writes: "
            + how
            + ". Nothing more is confirmed or acknowledged. Start the upstream again on the"
            + " database that counts; the boxes send it what it lacks, if they still have it.";
    return cause == null ? Unusable.disk(message) : Unusable.disk(message, cause);
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class);
  }
}
