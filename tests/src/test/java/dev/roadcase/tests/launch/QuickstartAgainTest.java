package dev.roadcase.tests.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A quickstart that ended before its configuration was written, from outside. */
class QuickstartAgainTest {
  @TempDir private Path folder;

  @Test
  void aLiveShowThatWasInterruptedIsNoRehearsalTheSecondTime() throws Exception {
    Files.writeString(folder.resolve("products.csv"), "sku,title,price\nTEE,Tee,19.99\n");
    List<String> terms =
        List.of("products.csv", "--currency", "EUR", "--tax", "21%", "--tax-included");
    quickstart(terms, "--fleet", "acme", "--show", "saturday", "--no-passphrase");
    Path config = folder.resolve("roadcase-quickstart/roadcase.toml");
    Files.delete(config);

    quickstart(terms);

    String text = Files.readString(config);
    assertTrue(text.contains("mode = \"live\""), "another mode the second time:\n" + text);
  }

  /** The classes of this test's own class path, and not those that were last packaged. */
  private void quickstart(List<String> terms, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Tree.java(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.roadcase.provisioning.Main",
                "quickstart",
                "--no-start",
                "--local"));
    command.addAll(terms);
    command.addAll(List.of(more));
    Tree.Said said = Tree.run(folder, Map.of(), command);
    assertEquals(0, said.exit(), said.err());
  }
}
