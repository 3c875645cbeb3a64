package dev.roadcase.app.disk;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {
  @TempDir Path folder;

  @Test
  void aFolderOnADiskThatIsNotFullHasRoom() throws IOException {
    assertTrue(DiskSpace.usable(folder) > 0);
  }

  @Test
  void whatIsNotThereHasNone() {
    assertThrows(IOException.class, () -> DiskSpace.usable(folder.resolve("gone")));
    assertThrows(IOException.class, () -> DiskSpace.same(folder, folder.resolve("gone")));
  }

  @Test
  void filesOfOneFolderLieOnOneDisk() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertTrue(DiskSpace.same(folder, file));
    Path processes = Path.of("/proc");
    if (Files.isDirectory(processes)) {
      assertFalse(DiskSpace.same(folder, processes));
    }
  }
}
