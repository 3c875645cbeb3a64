package dev.roadcase.provisioning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.provisioning.fleet.Fleet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the folder of a quickstart has, its options do not silently contradict. */
class QuickstartCommandTest {
  private static final int USAGE = 64;
  private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
  private static final String[] TERMS = {"--currency", "EUR", "--tax", "21%", "--tax-included"};

  private static final String[] ACME = {"--fleet", "acme", "--show", "saturday"};

  @TempDir Path home;
  private Path list;
  private Asking asking = Asking.NOBODY;

  /** After the line that begins so, the process is gone; "" for never. */
  private String cutAfter = "";

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

  /** Where an attempt ends, and what it may leave half made besides. */
  private enum Interruption {
    FOLDER_MADE("", ".quickstart.json7.tmp"),
    INTENT_NOTED("", ""),
    KEYS_HALF_MADE("", ".fleet.new/shows/show.key"),
    KEYS_MADE("Keys", ""),
    KIT_HALF_MADE("Keys", "fleet/kits/.kit-1.new/kit.key"),
    KIT_MADE("Box", ""),
    PACK_HALF_MADE("Box", ".show.rcpack7.tmp"),
    PACK_MADE("Pack", ""),
    CONFIG_HALF_MADE("Pack", ".roadcase.toml7.tmp"),
    CONFIG_MADE("File", "quickstart.json");

    private final String lastLine;
    private final String leftover;

    Interruption(String lastLine, String leftover) {
      this.lastLine = lastLine;
      this.leftover = leftover;
    }

    /** Runs into it, by the words of a live show for this machine alone. */
    void of(QuickstartCommandTest test) throws Exception {
      Path place = test.home.resolve("place");
      test.cutAfter = lastLine.isEmpty() ? "Keys" : lastLine;
      Ran cut = test.quickstart(test.list.toString(), TERMS, ACME, "--no-passphrase", "--local");
      assertTrue(cut.exit != 0, this + " was no interruption: " + cut.out);
      test.cutAfter = "";
      if (lastLine.isEmpty()) {
        test.remove(place.resolve("fleet"));
      }
      if (this == FOLDER_MADE) {
        Files.delete(place.resolve("quickstart.json"));
      } else if (this != CONFIG_MADE) {
        assertTrue(Files.exists(place.resolve("quickstart.json")), this + " lacks the note");
      }
      if (!leftover.isEmpty()) {
        Path half = place.resolve(leftover);
        Files.createDirectories(half.getParent());
        Files.writeString(
            half,
            this == CONFIG_MADE
                ? "{\"mode\":\"live\",\"local\":true,\"fleet\":\"acme\",\"show\":\"saturday\"}"
                : "half");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FOLDER_MADE")
  void whatWasBegunLiveGoesOnLive(Interruption interruption) throws Exception {
    interruption.of(this);
    Path place = home.resolve("place");
    Path root = place.resolve("fleet/root.key");
    String key = Files.exists(root) ? Files.readString(root) : "";

    Ran again = quickstart(list.toString(), TERMS, "--no-passphrase");

    assertEquals(0, again.exit, again.err);
    String config = Files.readString(place.resolve("roadcase.toml"));
    assertTrue(config.contains("mode = \"live\""), config);
    assertTrue(config.contains("https = \"127.0.0.1:"), config);
    assertTrue(again.out.contains("mode live"), again.out);
    assertEquals("acme", Fleet.open(place.resolve("fleet")).id().value());
    assertTrue(key.isEmpty() || key.equals(Files.readString(root)), "the keys are those begun");
    assertEquals(0, quickstart("--no-passphrase").exit, "and it is the same box again");
  }

  @Test
  void whereNothingWasBegunTheWordsCount() throws Exception {
    Interruption.FOLDER_MADE.of(this);
    assertEquals(0, quickstart(list.toString(), TERMS).exit);
    assertTrue(
        Files.readString(home.resolve("place/roadcase.toml")).contains("mode = \"rehearsal\""));
  }

  @Test
  void whatWasBegunLiveDoesNotGoOnWithoutAWordAboutItsPassphrase() throws Exception {
    Interruption.INTENT_NOTED.of(this);
    refused("a live show's root key needs a passphrase", list.toString());
    assertFalse(Files.exists(home.resolve("place/fleet")));
  }

  @Test
  void aTrialThatWasInterruptedStaysATrial() throws Exception {
    cutAfter = "Box";
    assertTrue(quickstart(list.toString(), TERMS).exit != 0);
    cutAfter = "";
    refused("show trial", list.toString(), "--fleet", "acme", "--show", "saturday");
    assertEquals(0, quickstart(list.toString(), TERMS).exit);
    assertTrue(
        Files.readString(home.resolve("place/roadcase.toml")).contains("mode = \"rehearsal\""));
  }

  /** As an earlier release leaves it: keys, and no note of what they were for. */
  @Test
  void withoutANoteTheKeysSayWhatWasBegun() throws Exception {
    Interruption.KEYS_MADE.of(this);
    Files.delete(home.resolve("place/quickstart.json"));
    Ran again = quickstart(list.toString(), TERMS);
    assertEquals(0, again.exit, again.err);
    assertTrue(again.out.contains("mode live"), again.out);
  }

  @Test
  void aConfigurationWithoutItsKeysIsNotGivenOthers() throws Exception {
    assertEquals(0, quickstart(list.toString(), TERMS).exit);
    remove(home.resolve("place/fleet"));
    refused("its keys are not", list.toString());
    assertFalse(Files.exists(home.resolve("place/fleet")));
  }

  @Test
  void aPassphraseThatWouldOpenNothingIsRefused() throws Exception {
    String file = Files.writeString(home.resolve("phrase"), "salt roads\n").toString();
    Ran trial = quickstart(list.toString(), TERMS, "--passphrase-file", file);
    assertEquals(USAGE, trial.exit);
    assertTrue(trial.said().contains("name it with --fleet and --show"), trial.err);
    Ran both =
        quickstart(list.toString(), TERMS, ACME, "--passphrase-file", file, "--no-passphrase");
    assertEquals(USAGE, both.exit);
    assertTrue(both.said().contains("exclude each other"), both.err);
    assertFalse(Files.exists(home.resolve("place")));
    assertEquals(0, quickstart(list.toString(), TERMS, ACME, "--no-passphrase").exit);
    refused("whose root key is under none", "--passphrase-file", file);
  }

  @Test
  void anEndOfInputIsNoAnswerAndLeavesNothing() {
    asking = new Asking.AtTerminal(prompt -> null, prompt -> null);
    for (String[] words : new String[][] {{list.toString()}, words(list.toString(), TERMS, ACME)}) {
      Ran ended = quickstart(words);
      assertEquals(66, ended.exit, ended.err);
      assertTrue(ended.said().contains("the input ended"), ended.err);
      assertFalse(Files.exists(home.resolve("place")));
    }
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

  @Test
  void passphrasesThatDifferAreAskedForOnceMore() {
    asking = answering("one passphrase", "another one", "one passphrase", "one passphrase");
    Ran ran = quickstart(list.toString(), TERMS, ACME);
    assertEquals(0, ran.exit, ran.err);
    assertTrue(ran.said().contains("The two differ. Once more:"), ran.err);
    assertTrue(Files.exists(home.resolve("place/fleet")));
  }

  @Test
  void passphrasesThatDifferTwiceMakeNothing() {
    asking = answering("one passphrase", "another one", "a third one", "and a fourth");
    refused("the two passphrases differ; nothing was made", words(list.toString(), TERMS, ACME));
    assertFalse(Files.exists(home.resolve("place/fleet")));
  }

  /** What stands on lines of their own stays so, and no line shows a mark in place of its end. */
  @Test
  void whatAProcessSaidLastStaysInLines() {
    List<String> lines =
        PackPages.folded("roadcase quickstart:", "the box ended with 69:\nno\u0007\nport")
            .lines()
            .toList();
    assertEquals(
        List.of("roadcase quickstart: the box ended with 69:", "     no?", "     port"), lines);
  }

  private static Asking answering(String... answers) {
    Iterator<String> left = List.of(answers).iterator();
    return _ -> Optional.of(left.next().toCharArray());
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
    return quickstart(words(word, some, more));
  }

  private Ran quickstart(String word, String[] some, String[] others, String... more) {
    return quickstart(words(word, words("", some, others), more));
  }

  private static String[] words(String word, String[] some, String... more) {
    List<String> words = new ArrayList<>();
    if (!word.isEmpty()) {
      words.add(word);
    }
    words.addAll(List.of(some));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private Ran run(String word, String[] some, String... more) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    PrintWriter cut =
        new PrintWriter(out, true) {
          @Override
          public void println(String line) {
            super.println(line);
            if (!cutAfter.isEmpty() && line.startsWith(cutAfter + " ")) {
              throw new IllegalStateException("cut");
            }
          }

          @Override
          public PrintWriter printf(String format, Object... arguments) {
            println(format.formatted(arguments).stripTrailing());
            return this;
          }
        };
    int exit =
        Main.commandLine(
                new Surroundings(
                    Clock.fixed(NOW, ZoneOffset.UTC),
                    new SecureRandom(),
                    Map.of(),
                    cut,
                    new PrintWriter(err, true),
                    asking))
            .execute(words("quickstart", words(word, some), more));
    return new Ran(exit, out.toString(), err.toString());
  }

  private void remove(Path folder) throws Exception {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
