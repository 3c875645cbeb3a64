package dev.roadcase.tests.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a list to a box that sells, by one verb; and the same box again. */
class QuickstartTest {
  private static final int USAGE = 64;
  private static final int NO_INPUT = 66;
  private static final int BAD_DATA = 65;
  private static final String[] TERMS = {"--currency", "EUR", "--tax", "21%", "--tax-included"};

  @TempDir private Path folder;

  @Test
  void aListBecomesABoxThatSellsAndTheSameBoxAgain() throws Exception {
    Path place = folder.resolve("roadcase-quickstart");
    list("sku,title,price\nTEE,Tee,19.99\n");
    Tree.Said made = quickstart("products.csv", TERMS, "--local", "--no-start");
    assertEquals(0, made.exit(), made.err());
    assertTrue(made.out().contains("version 1: 1 item of"), made.out());
    String key = Files.readString(place.resolve("fleet/kits/kit-1/kit.key"));
    String config = Files.readString(place.resolve("roadcase.toml"));
    assertTrue(config.contains("mode = \"rehearsal\""), config);
    assertFalse(config.contains("0.0.0.0"), config);

    list("sku,title,price\nTEE,Tee,19.99\nMUG,Mug,9.50\n");
    Tree.Said again = quickstart("products.csv", new String[0], "--no-start");
    assertEquals(0, again.exit(), again.err());
    assertTrue(again.out().contains("version 2: 2 items"), again.out());
    assertEquals(key, Files.readString(place.resolve("fleet/kits/kit-1/kit.key")));
    assertEquals(config, Files.readString(place.resolve("roadcase.toml")));

    assertSellsUntilItIsStopped();
  }

  @Test
  void whatIsMissingIsSaidBeforeAnythingIsMade() throws Exception {
    list("sku,title,price\nTEE,Tee,19.99\n");
    Tree.Said terms = quickstart("products.csv", new String[0]);
    assertTrue(terms.exit() == 2 || terms.exit() == USAGE, terms.err());
    assertTrue(terms.err().contains("--currency EUR --tax 21% --tax-included"), terms.err());

    Tree.Said none = quickstart("nowhere.csv", TERMS);
    assertEquals(NO_INPUT, none.exit(), none.err());
    assertTrue(none.err().contains("--example"), none.err());

    list("sku,title,price\nTEE,Tee,cheap\n");
    Tree.Said bad = quickstart("products.csv", TERMS);
    assertEquals(BAD_DATA, bad.exit(), bad.err());
    assertTrue(bad.err().contains("products.csv:2"), bad.err());
    assertFalse(Files.exists(folder.resolve("roadcase-quickstart")));
  }

  @Test
  void aBoxWhosePortSomebodyElseHasIsNotUp() throws Exception {
    list("sku,title,price\nTEE,Tee,19.99\n");
    assertEquals(0, quickstart("products.csv", TERMS, "--local", "--no-start").exit());
    Path config = folder.resolve("roadcase-quickstart/roadcase.toml");
    Matcher http =
        Pattern.compile("(?m)^http = \"127\\.0\\.0\\.1:(\\d+)\"").matcher(Files.readString(config));
    assertTrue(http.find());
    HttpServer other =
        HttpServer.create(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(http.group(1))),
            0);
    other.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    other.start();
    try {
      Tree.Said said = quickstart("products.csv", new String[0]);
      assertNotEquals(0, said.exit(), said.out());
      assertFalse(said.out().contains("The box is up"), said.out());
      assertTrue(said.err().contains("another address under [listen]"), said.err());
      assertFalse(said.err().contains("?"), said.err());
    } finally {
      other.stop(0);
    }
  }

  private void assertSellsUntilItIsStopped() throws Exception {
    Path said = folder.resolve("said.txt");
    ProcessBuilder builder =
        new ProcessBuilder(Tree.repository().resolve("roadcase").toString(), "quickstart")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(said.toFile());
    builder.environment().put("ROADCASE_NO_BUILD", "1");
    builder.environment().put("ROADCASE_JAVA", Tree.java());
    Process running = builder.start();
    Optional<ProcessHandle> box = Optional.empty();
    try {
      while (running.isAlive() && !Files.readString(said).contains("Ctrl-C stops the box")) {
        Thread.sleep(50);
      }
      assertTrue(running.isAlive(), Files.readString(said));
      assertTrue(Files.readString(said).contains("/crew?ticket="), Files.readString(said));
      assertLeavesABoxThatRunsAlone();
      box = running.descendants().findFirst();
      assertTrue(box.isPresent());
      running.toHandle().destroy();
      assertEquals(0, running.waitFor(), Files.readString(said));
      assertFalse(box.get().isAlive());
      assertTrue(
          Files.readString(said).contains("The box has stopped. Nothing is lost."),
          Files.readString(said));
    } finally {
      running.descendants().forEach(ProcessHandle::destroyForcibly);
      running.destroyForcibly().waitFor();
    }
  }

  /** The same verb in another terminal, with the list that is sold from and with a newer one. */
  private void assertLeavesABoxThatRunsAlone() throws Exception {
    Path log = folder.resolve("roadcase-quickstart/box.log");
    String logged = Files.readString(log);
    Tree.Said same = quickstart("products.csv", new String[0]);
    assertEquals(0, same.exit(), same.err());
    assertTrue(same.out().contains("This box runs already."), same.out());
    assertTrue(same.out().contains("/crew?ticket="), same.out());
    assertFalse(same.out().contains("Ctrl-C"), same.out());

    list("sku,title,price\nTEE,Tee,21.00\n");
    Tree.Said newer = quickstart("products.csv", new String[0]);
    assertEquals(75, newer.exit(), newer.out() + newer.err());
    assertTrue(newer.out().contains("Version 3 counts once it is stopped"), newer.out());
    assertFalse(newer.out().contains("The box is up"), newer.out());
    assertFalse(Files.readString(log).substring(logged.length()).contains("roadcase box:"));
  }

  private void list(String text) throws Exception {
    Files.writeString(folder.resolve("products.csv"), text);
  }

  private Tree.Said quickstart(String csv, String[] terms, String... more) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Tree.repository().resolve("roadcase").toString());
    command.addAll(List.of("quickstart", csv));
    command.addAll(List.of(terms));
    command.addAll(List.of(more));
    return Tree.run(
        folder, Map.of("ROADCASE_NO_BUILD", "1", "ROADCASE_JAVA", Tree.java()), command);
  }
}
