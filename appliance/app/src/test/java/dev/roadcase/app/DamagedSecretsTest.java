package dev.roadcase.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of a box's own secrets that is damaged: which one, what it is for, and the mend. */
class DamagedSecretsTest {
  @TempDir private Path folder;
  private TestSite site;

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void theFileAndTheMendAreNamedAndTheMendWorks() throws Exception {
    site = new TestSite(folder).start();
    var sold = site.till().sell("not a sale");
    assertEquals(400, sold.status());
    site.stop();
    for (String name : List.of("crew.key", "issuer.json")) {
      Path file = folder.resolve("data").resolve(name);
      byte[] whole = Files.readAllBytes(file);
      for (byte[] damaged :
          List.of(new byte[0], new byte[] {'='}, new byte[32], new byte[] {'{', '}'})) {
        Files.write(file, damaged);
        IllegalArgumentException refused =
            assertThrows(IllegalArgumentException.class, () -> site.start(), name);
        String said = String.valueOf(refused.getMessage());
        assertTrue(said.startsWith(file + " is damaged."), said);
        assertTrue(said.contains("start the box again"), said);
      }
      Files.delete(file);
      site.start();
      site.stop();
      Files.write(file, whole);
    }
    site.start();
  }
}
