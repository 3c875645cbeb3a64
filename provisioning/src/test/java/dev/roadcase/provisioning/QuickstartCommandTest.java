package dev.roadcase.provisioning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the folder of a quickstart has, its options do not silently contradict. */
class QuickstartCommandTest {
  private static final int USAGE = 64;
  private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
  private static final String[] TERMS = {"--currency", "EUR", "--tax", "21%", "--tax-included"};

  @TempDir Path home;
  private Path list;

  private record Ran(int exit, String out, String err) {
    String said() {
      return err.replaceAll("\\s+", " ");
    }
  }

  @BeforeEach
  void aList() throws Exception {
    list = home.resolve("products.csv");
    Files.writeString(list, "sku,title,price\nTEE,Tee,19.99\n");
  }

  @Test
  void whatDoesNotFitTheFolderIsRefused() {
    assertEquals(0, quickstart(list.toString(), TERMS).exit);
    refused("--local does not fit", "--local");
    refused("The show sells in EUR; USD needs a new folder", "--currency", "USD");
    refused("The show sells in EUR; USD", list.toString(), "--currency", "USD");
    refused("Name the list again", "--tax", "9%");
    refused("Name the list again", "--tax-excluded");
    refused("Name the list again", "--tax-class", "reduced=9%");
    refused("show trial", "--fleet", "acme", "--show", "saturday", "--no-passphrase");
    refused("show trial", "--fleet", "quickstart", "--show", "saturday", "--no-passphrase");
    refused("--example sells in EUR", "--example", "--tax", "9%");
    assertEquals(0, quickstart("--currency", "EUR").exit);
    assertEquals(0, quickstart(list.toString(), "--tax", "9%").exit);
  }

  @Test
  void aLiveRootWithoutAPassphraseIsAskedFor() {
    Ran ran = quickstart(list.toString(), TERMS, "--fleet", "acme", "--show", "saturday");
    assertEquals(USAGE, ran.exit, ran.err);
    assertTrue(ran.said().contains("needs a passphrase"), ran.err);
    assertFalse(Files.exists(home.resolve("place")));
    String[] live = {"--fleet", "acme", "--show", "saturday", "--no-passphrase"};
    assertEquals(0, quickstart(list.toString(), TERMS, live).exit);
    assertEquals(0, quickstart(live).exit);
  }

  @Test
  void anInterruptedAttemptIsTakenUp() throws Exception {
    Path half = Files.createDirectories(home.resolve("place/.fleet.new/shows"));
    Files.writeString(half.resolve("show.key"), "half");
    Ran ran = quickstart(list.toString(), TERMS);
    assertEquals(0, ran.exit, ran.err);
    assertFalse(Files.exists(home.resolve("place/.fleet.new")));
  }

  @Test
  void whatIsTypedNextStandsAloneAndQuoted() {
    Ran ran = run(list.toString(), TERMS, "--no-start", "--dir", home.resolve("a b").toString());
    assertEquals(0, ran.exit, ran.err);
    assertTrue(
        ran.out.endsWith(
            "Next: start the box\n  roadcase box --config '"
                + home.resolve("a b/roadcase.toml")
                + "'\n"),
        ran.out);
    assertEquals(1, ran.out.split("Next:", -1).length - 1, ran.out);
    assertTrue(ran.out.contains("1 item of 1 product,"), ran.out);
  }

  @Test
  void optionsOfPackBuildAreSaidToBeIts() throws Exception {
    Files.writeString(list, "name,colour\nTee,black\n");
    Ran ran = quickstart(list.toString(), TERMS);
    assertEquals(65, ran.exit, ran.err);
    assertTrue(
        !ran.err.contains("--format") || ran.said().contains("of roadcase pack build"), ran.err);
  }

  private void refused(String why, String... words) {
    Ran ran = quickstart(words);
    assertEquals(USAGE, ran.exit, ran.err);
    assertTrue(ran.said().contains(why), ran.err);
  }

  private Ran quickstart(String... words) {
    return run("--no-start", new String[] {"--dir", home.resolve("place").toString()}, words);
  }

  private Ran quickstart(String word, String[] some, String... more) {
    List<String> words = new ArrayList<>(List.of(word));
    words.addAll(List.of(some));
    words.addAll(List.of(more));
    return quickstart(words.toArray(String[]::new));
  }

  private static Ran run(String word, String[] some, String... more) {
    List<String> words = new ArrayList<>(List.of("quickstart", word));
    words.addAll(List.of(some));
    words.addAll(List.of(more));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Main.commandLine(
                new Surroundings(
                    Clock.fixed(NOW, ZoneOffset.UTC),
                    new SecureRandom(),
                    Map.of(),
                    new PrintWriter(out, true),
                    new PrintWriter(err, true)))
            .execute(words.toArray(String[]::new));
    return new Ran(exit, out.toString(), err.toString());
  }
}
