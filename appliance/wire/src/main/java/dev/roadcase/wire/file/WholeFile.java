package dev.roadcase.wire.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes a file by the old recipe: a temporary file, fsync, rename, fsync of the folder. */
public final class WholeFile {
  private static final Set<PosixFilePermission> PUBLIC =
      PosixFilePermissions.fromString("rw-r--r--");

  private WholeFile() {}

  /** What writes a file's content, piece by piece. */
  @FunctionalInterface
  public interface Content {
    void to(OutputStream out) throws IOException;
  }

  /** Writes what others may read (0644) and what is too long to be held, over what was there. */
  public static void stream(Path file, Content content) throws IOException {
    write(file, content, PUBLIC);
  }

  /** Writes what only its owner may read (0600) and what is too long to be held. */
  public static void streamPrivate(Path file, Content content) throws IOException {
    write(file, content, OwnerOnly.FILE);
  }

  /** Writes what others may read (0644), over what was there. */
  public static void write(Path file, byte[] bytes) throws IOException {
    write(file, out -> out.write(bytes), PUBLIC);
  }

  /** Writes what only its owner may read (0600), over what was there. */
  public static void writePrivate(Path file, byte[] bytes) throws IOException {
    write(file, out -> out.write(bytes), OwnerOnly.FILE);
  }

  /** Makes a folder that only its owner may enter (0700); its parent is there already. */
  public static void privateFolder(Path folder) throws IOException {
    Files.createDirectory(folder, OwnerOnly.NEW_FOLDER);
    // The umask may have taken bits away, never added any; say it again all the same.
    Files.setPosixFilePermissions(folder, OwnerOnly.FOLDER);
  }

  /** Moves a finished folder to where it belongs, in one step. Fails when something is there. */
  public static void publish(Path finished, Path folder) throws IOException {
    sync(finished);
    Files.move(finished, folder, StandardCopyOption.ATOMIC_MOVE);
    sync(parentOf(folder));
  }

  private static void write(Path file, Content content, Set<PosixFilePermission> mode)
      throws IOException {
    Path folder = parentOf(file);
    Path temporary = temporary(folder, file);
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        content.to(out);
        out.flush();
        Files.setPosixFilePermissions(temporary, mode);
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    sync(folder);
  }

  /** Whoever asked for the file knows its name, and not this one's. */
  private static Path temporary(Path folder, Path file) throws IOException {
    try {
      return Files.createTempFile(folder, "." + file.getFileName(), ".tmp", OwnerOnly.NEW_FILE);
    } catch (NoSuchFileException e) {
      throw located(new NoSuchFileException(folder.toString()), e);
    } catch (AccessDeniedException e) {
      throw located(new AccessDeniedException(file.toString()), e);
    } catch (FileSystemException e) {
      throw located(new FileSystemException(file.toString(), null, e.getReason()), e);
    }
  }

  private static FileSystemException located(FileSystemException named, FileSystemException cause) {
    named.initCause(cause);
    return named;
  }

  /** Brings the names in a folder to the disk. */
  public static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Path parentOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("a file stands in a folder, not " + file);
    }
    return parent;
  }
}
