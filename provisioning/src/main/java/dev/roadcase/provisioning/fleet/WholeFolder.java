package dev.roadcase.provisioning.fleet;

import dev.roadcase.wire.file.WholeFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder that is there whole or not at all: it is filled under a hidden name beside the place
 * where it is to stand, and moved there when it is complete. What an earlier attempt left half-made
 * is cleared away first; two attempts at once do not meet.
 */
final class WholeFolder {
  private WholeFolder() {}

  /** What puts something into it. */
  interface Filling {
    void fill(Path folder) throws IOException;
  }

  /**
   * Makes it.
   *
   * @param why nothing is overwritten here, for whoever finds something there
   * @throws AlreadyThere when something is
   */
  static void make(Path folder, String why, Filling filling) throws IOException {
    requireFree(folder, why);
    Path absolute = folder.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new NoSuchFileException(String.valueOf(parent));
    }
    Path beside = absolute.resolveSibling("." + absolute.getFileName() + ".new");
    try {
      WholeFile.privateFolder(beside);
    } catch (FileAlreadyExistsException e) {
      // Left by an attempt that ended, or in use by one that has not: the lock tells.
    }
    try (Turn _ = Turn.in(beside)) {
      try {
        // Whoever had the turn before us may have been quicker.
        requireFree(folder, why);
        clear(beside, false);
        filling.fill(beside);
        WholeFile.publish(beside, absolute);
        Files.deleteIfExists(absolute.resolve(Turn.FILE));
      } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
        throw new AlreadyThere(folder + " is there already: " + why);
      } finally {
        clear(beside, true);
      }
    }
  }

  private static void requireFree(Path folder, String why) throws AlreadyThere {
    if (Files.exists(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      throw new AlreadyThere(folder + " is there already: " + why);
    }
  }

  /** Removes what is in a folder but the lock; or that and the folder, too. */
  private static void clear(Path folder, boolean itself) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        boolean keeps = path.equals(folder) || path.equals(folder.resolve(Turn.FILE));
        if (itself || !keeps) {
          Files.delete(path);
        }
      }
    } catch (FileSystemException e) {
      throw new IOException("cannot clear " + folder + ", left by an earlier attempt", e);
    }
  }
}
