package dev.roadcase.app.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.TestSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of files is of the files that there are, and so is the one for people. */
class FolderFileTest {
  @TempDir private Path folder;

  @Test
  void whatABoxLeavesInItsFolderIsInTheTable() throws Exception {
    Set<String> rows =
        Arrays.stream(FolderFile.values()).map(FolderFile::file).collect(Collectors.toSet());
    try (TestSite site = new TestSite(folder).start()) {
      assertEquals(List.of(), unknown(rows));
      site.stop();
      assertEquals(List.of(), unknown(rows));
    }
  }

  private List<String> unknown(Set<String> rows) throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("data"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !rows.contains(name))
          .toList();
    }
  }

  @Test
  void thePageOfTheJournalNamesEachOfThem() throws Exception {
    Path root = Path.of("").toAbsolutePath();
    while (Files.notExists(root.resolve("docs/journal.md"))) {
      root = root.getParent();
    }
    String page = Files.readString(root.resolve("docs/journal.md"));
    for (FolderFile file : FolderFile.values()) {
      assertTrue(page.contains("`" + file.file()), file.file());
    }
  }
}
