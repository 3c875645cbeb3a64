package dev.roadcase.wire.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @Test
  void aFileIsReplacedAndNothingIsLeftBesideIt(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a");
    WholeFile.write(file, new byte[] {1});
    WholeFile.write(file, new byte[] {2, 3});
    assertArrayEquals(new byte[] {2, 3}, Files.readAllBytes(file));
    assertEquals("rw-r--r--", mode(file));
    try (var all = Files.list(folder)) {
      assertEquals(1, all.count());
    }
  }

  @Test
  void aFailedWriteLeavesTheOldBytesAndNothingBesideThem(@TempDir Path folder) throws Exception {
    Path occupied = folder.resolve("occupied");
    Files.createDirectory(occupied);
    Files.writeString(occupied.resolve("x"), "x");
    assertThrows(IOException.class, () -> WholeFile.write(occupied, new byte[] {1}));
    try (var all = Files.list(folder)) {
      assertEquals(1, all.count());
    }
  }

  @Test
  void aPrivateFileAndAPrivateFolderAreTheOwnersAlone(@TempDir Path folder) throws Exception {
    Path inner = folder.resolve("inner");
    WholeFile.privateFolder(inner);
    WholeFile.writePrivate(inner.resolve("key"), new byte[] {1});
    assertEquals("rwx------", mode(inner));
    assertEquals("rw-------", mode(inner.resolve("key")));
  }

  @Test
  void aFolderIsPublishedOnlyWhereNothingStands(@TempDir Path folder) throws Exception {
    Path made = folder.resolve("made");
    Files.createDirectory(made);
    Files.writeString(made.resolve("x"), "x");
    Path taken = folder.resolve("taken");
    Files.createDirectory(taken);
    Files.writeString(taken.resolve("y"), "y");
    assertThrows(IOException.class, () -> WholeFile.publish(made, taken));
    assertEquals("y", Files.readString(taken.resolve("y")));
    WholeFile.publish(made, folder.resolve("free"));
    assertEquals("x", Files.readString(folder.resolve("free").resolve("x")));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
