package dev.roadcase.wire.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockedFolderTest {
  @TempDir private Path folder;

  @Test
  void oneAtATimeHasIt() throws IOException {
    try (LockedFolder _ = LockedFolder.take(folder, "lock").orElseThrow()) {
      assertEquals(Optional.empty(), LockedFolder.take(folder, "lock"));
      try (LockedFolder other = LockedFolder.take(folder, "other").orElseThrow()) {
        assertTrue(Files.exists(folder.resolve("other")), other::toString);
      }
    }
    LockedFolder.take(folder, "lock").orElseThrow().close();
  }

  @Test
  void theLocksFileIsItsOwnersAlone() throws IOException {
    LockedFolder.take(folder, "lock").orElseThrow().close();
    assertEquals(OwnerOnly.FILE, Files.getPosixFilePermissions(folder.resolve("lock")));
  }

  @Test
  void aFolderThatIsNotThereIsNotMade() {
    assertThrows(
        NoSuchFileException.class, () -> LockedFolder.take(folder.resolve("gone"), "lock"));
  }
}
