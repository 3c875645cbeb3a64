package dev.roadcase.tests.browser;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** One box and one browser for all tests of a class; each test has a phone of its own. */
@NeedsChromium
abstract class AtTheStand {
  @TempDir private static Path folder;
  protected static Chromium chromium;
  protected static Stand stand;

  @BeforeAll
  static void open() throws Exception {
    chromium = Chromium.start();
    stand = new Stand(folder);
  }

  @AfterAll
  static void close() {
    if (stand != null) {
      stand.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }
}
