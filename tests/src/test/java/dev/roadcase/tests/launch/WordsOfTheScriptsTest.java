package dev.roadcase.tests.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.wire.commandline.Spelling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scripts themselves say, before any JVM. */
class WordsOfTheScriptsTest {
  private static final int USAGE = 64;

  /** The command line is right, and what it asks for is not there. */
  private static final int UNAVAILABLE = 69;

  private static final int COLUMNS = 80;

  @Test
  void helpFitsATerminalAndNamesWhatIsThere() throws Exception {
    for (List<String> help : List.of(List.of("./roadcase", "--help"), List.of("./dev", "help"))) {
      Tree.Said said = Tree.run(Tree.repository(), Map.of(), help);

      assertEquals(0, said.exit(), said.err());
      said.out().lines().forEach(line -> assertTrue(line.length() <= COLUMNS, line));
    }
    Tree.Said said = roadcase("--help");
    for (String notThere : List.of("card ", "rehearse ", "console ")) {
      assertFalse(said.out().contains("  " + notThere), notThere);
    }
    String dev = Tree.run(Tree.repository(), Map.of(), List.of("./dev", "help")).out();
    for (String notThere : List.of("image ", "hardware ")) {
      assertFalse(dev.contains("  " + notThere), notThere);
    }
  }

  @Test
  void aVerbThatIsNotThereYetSaysWhatBringsIt() throws Exception {
    for (String verb : List.of("card", "rehearse", "console")) {
      Tree.Said said = roadcase(verb, "--help");

      assertEquals(UNAVAILABLE, said.exit());
      assertEquals(1, said.err().lines().count(), said.err());
      assertTrue(said.err().contains("release whose theme is"), said.err());
    }
    for (String verb : List.of("image", "hardware")) {
      Tree.Said said = Tree.run(Tree.repository(), Map.of(), List.of("./dev", verb));

      assertEquals(UNAVAILABLE, said.exit(), said.err());
    }
  }

  /** A person who mistypes does not know which program reads the word. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "pakc",
        "boxx",
        "upstrem",
        "flete",
        "dem",
        "demp",
        "foo",
        "bx",
        "x",
        "qu",
        "qui",
        "generate",
        "Box",
        "trian",
        "fl",
        "packs"
      })
  void aMistypedVerbIsAnsweredAsTheProgramsAnswer(String word) throws Exception {
    List<String> roadcase =
        List.of(
            "demo",
            "quickstart",
            "box",
            "train",
            "fleet",
            "pack",
            "upstream",
            "generate-completion",
            "help");
    Tree.Said said = roadcase(word);

    assertEquals(USAGE, said.exit());
    assertEquals(
        "roadcase: there is no verb \""
            + word
            + "\""
            + Spelling.suggestion(word, roadcase)
            + "\nSee roadcase --help.\n",
        said.err());
    List<String> dev =
        List.of("setup", "run", "check", "test", "fault", "sim", "bench", "dist", "sbom", "help");
    assertEquals(
        "dev: there is no verb \""
            + word
            + "\""
            + Spelling.suggestion(word, dev)
            + "\nSee ./dev help.\n",
        Tree.run(Tree.repository(), Map.of(), List.of("./dev", word)).err());
  }

  @Test
  void aWordTooManyIsAnsweredAsTheProgramsAnswer() throws Exception {
    for (String verb : List.of("train", "generate-completion")) {
      Tree.Said option = roadcase(verb, "--odd=1");
      assertEquals(USAGE, option.exit());
      assertEquals(
          "roadcase %s: unknown option --odd\nSee roadcase %s --help.\n".formatted(verb, verb),
          option.err());
      assertEquals(
          "roadcase %s: \"odd\" is one argument too many\nSee roadcase %s --help.\n"
              .formatted(verb, verb),
          roadcase(verb, "odd").err());
    }
    assertTrue(roadcase("train", "--if-deu").err().contains("--if-deu; did you mean --if-due?"));
    assertTrue(roadcase("--hlep").err().contains("unknown option --hlep; did you mean --help?"));
  }

  @Test
  void oneCompletionHasTheVerbsOfAllPrograms() throws Exception {
    Tree.Said said =
        Tree.run(
            Tree.repository(),
            Map.of("ROADCASE_NO_BUILD", "1", "ROADCASE_JAVA", Tree.java()),
            List.of(
                "bash",
                "-c",
                "source <(./roadcase generate-completion); COMP_WORDS=(roadcase ''); COMP_CWORD=1;"
                    + " _roadcase_completion; echo ${COMPREPLY[*]}; COMP_WORDS=(roadcase box st);"
                    + " COMP_CWORD=2; _roadcase_completion; echo ${COMPREPLY[*]}"));

    assertEquals(
        "box demo fleet generate-completion pack quickstart train upstream\nstatus\n", said.out());
  }

  @Test
  void tooFewOpenFilesAreSaidBeforeTheJvmFallsOverThem() throws Exception {
    Tree.Said said =
        Tree.run(
            Tree.repository(),
            Map.of("ROADCASE_NO_BUILD", "1", "ROADCASE_JAVA", Tree.java()),
            List.of("bash", "-c", "ulimit -n 64; ./roadcase box --config none.toml"));

    assertEquals(71, said.exit(), said.err());
    assertTrue(said.err().contains("only 64 files may be open at once here"), said.err());
    assertTrue(said.err().contains("ulimit -n 4096"), said.err());
    assertEquals(1, said.err().lines().count(), said.err());
  }

  @Test
  void aVersionNamesItsCommit() throws Exception {
    try (Tree tree = Tree.named("version")) {
      Files.writeString(tree.root().resolve("target/commit"), "v0.1.0-3-gabcdef\n");
      for (List<String> words : List.of(List.of("--version"), List.of("demo", "-V"))) {
        Tree.Said said = tree.roadcase(Map.of(), words.toArray(String[]::new));

        assertEquals(0, said.exit(), said.err());
        assertTrue(said.out().matches("roadcase \\S+ \\(v0\\.1\\.0-3-gabcdef\\)\n"), said.out());
      }
    }
  }

  @Test
  void allThatIsMissingIsNamedAtOnce() throws Exception {
    Tree.Said said = missing("is_root() { return 0; }; apt_offers() { return 0; }");

    assertEquals(1, said.exit());
    assertTrue(said.err().contains("a JDK 25, Maven"), said.err());
    assertTrue(
        said.err().contains("  apt-get install openjdk-25-jdk-headless maven\n"), said.err());
    assertFalse(said.err().contains("sudo"), said.err());
  }

  @Test
  void debian12GetsLinesThatWorkThere() throws Exception {
    Tree.Said said =
        missing("is_root() { return 0; }; apt_offers() { [[ \"$*\" != *openjdk-25* ]]; }");

    assertTrue(said.err().contains("  apt-get install maven curl ca-certificates\n"), said.err());
    assertTrue(said.err().contains("https://api.adoptium.net/v3/binary/latest/25/ga/linux/"));
    // Where it is unpacked is where it is looked for.
    assertTrue(said.err().contains("tar -xz -C /opt/jdk-25"), said.err());
  }

  @Test
  void whoIsNotRootAndHasNoSudoIsNotToldToTypeIt() throws Exception {
    Tree.Said said = missing("is_root() { return 1; }; apt_offers() { return 0; }");

    assertTrue(said.err().contains("become root (su -)"), said.err());
    assertFalse(said.err().contains("sudo "), said.err());
  }

  /** Debian 12 has a Node that is too old for the tests of screens, and a browser of 300 MB. */
  @Test
  void aBrowserIsInstalledOnlyWhereNodeCanDriveIt() throws Exception {
    Tree.Said old = wantTestTools("node() { echo v18.20.4; }");
    assertEquals("gcc libc6-dev\npython3\nopenssl\ncurl\n", old.out(), old.err());
    assertTrue(old.err().contains("They need Node 20, and here is v18.20.4"), old.err());

    Tree.Said fit = wantTestTools("node() { echo v20.19.2; }");
    assertEquals("gcc libc6-dev\npython3\nopenssl\ncurl\nchromium\n", fit.out(), fit.err());
    assertEquals("", fit.err());

    Tree.Said none = wantTestTools("apt_install() { return 1; }");
    assertEquals(0, none.exit(), none.err());
    assertEquals(
        List.of("gcc", "python3", "openssl", "curl", "node"),
        none.err()
            .lines()
            .map(line -> line.replaceFirst(".* No (\\S+) here\\. .*", "$1"))
            .toList());
  }

  /** {@code ./dev check} reads each of them, and a new one too. */
  @Test
  void aScriptIsKnownByItsFirstLine() throws Exception {
    Tree.Said said =
        Tree.run(
            Tree.repository(),
            Map.of(),
            List.of("bash", "-c", "eval \"$(sed -n '/^scripts()/,/^}/p' dev)\"; scripts"));
    List<String> found = said.out().lines().toList();
    for (String script :
        List.of(
            "./dev",
            "./roadcase",
            "./build/jdk.sh",
            "./docs/examples/first-sale.sh",
            "./image-build/deb/postinst")) {
      assertTrue(found.contains(script), script + " is not in " + found);
    }
    assertTrue(found.stream().noneMatch(file -> file.endsWith(".java")), found.toString());
  }

  @Test
  void aWordThatCheckDoesNotKnowIsSaid() throws Exception {
    Tree.Said said =
        Tree.run(Tree.repository(), Map.of(), List.of("./dev", "check", "--reproducable"));
    assertEquals(USAGE, said.exit());
    assertTrue(said.err().contains("did you mean --reproducible?"), said.err());
  }

  /** One of 820 tests failed on a busy machine, and 59 classes of another module were not run. */
  @Test
  void aTestThatFailsKeepsNoOtherModuleFromBeingTested() throws Exception {
    Tree.Said green = runTests("BUILD SUCCESS", "2 passed, 0 failed, 0 skipped");
    assertEquals(0, green.exit(), green.err());
    assertTrue(green.out().contains("maven -Dmaven.test.failure.ignore"), green.out());

    String word = "See /x/target/surefire-reports for the individual test results.";
    Tree.Said red = runTests(word, "1 passed, 1 failed, 0 skipped");
    assertEquals(1, red.exit(), red.err());
    assertTrue(red.out().contains("shown"), red.out());

    // A JVM of tests that died leaves no report behind, so that the count says nothing of it.
    Tree.Said dead = runTests(word, "1 passed, 0 failed, 0 skipped");
    assertEquals(1, dead.exit(), dead.err());
  }

  @Test
  void aSkippedTestIsNamedWithItsReason() throws Exception {
    Path folder = Tree.repository().resolve("tests/target/launch/reports");
    Tree.remove(folder);
    Path reports = Files.createDirectories(folder.resolve("m/target/surefire-reports"));
    Files.writeString(
        reports.resolve("TEST-a.xml"),
        """
        <testsuite name="dev.x.BrowserTest" tests="2" errors="0" skipped="1" failures="0">
          <testcase name="shows" classname="dev.x.BrowserTest" time="0"/>
          <testcase name="scrolls" classname="dev.x.BrowserTest" time="0">
            <skipped message="Assumption failed: skipped: no &quot;chromium&quot;"/>
          </testcase>
        </testsuite>
        """);
    Files.writeString(
        reports.resolve("TEST-b.xml"),
        """
        <testsuite name="dev.x.AwayTest" tests="1" errors="0" skipped="1" failures="0">
          <testcase name="stays" classname="dev.x.AwayTest" time="0.0">
            <skipped type="org.opentest4j.TestAbortedException"><![CDATA[org.opentest4j.TestAbortedException: Assumption failed: skipped: no Node 20
            \tat org.junit.jupiter.api.Assumptions.assumeTrue(Assumptions.java:127)
        ]]></skipped>
          </testcase>
        </testsuite>
        """);
    Files.writeString(
        reports.resolve("TEST-c.xml"),
        """
        <testsuite name="dev.x.StandTest" tests="0" errors="0" skipped="0" failures="0">
        </testsuite>
        """);
    String function =
        "say() { printf '%s\\n' \"$*\" >&2; }; eval \"$(sed -n '/^name_what_was_skipped()/,/^}/p'"
            + " \"$1\")\"; name_what_was_skipped";
    Tree.Said said =
        Tree.run(
            folder,
            Map.of(),
            List.of("bash", "-c", function, "dev", Tree.repository().resolve("dev").toString()));

    assertEquals(
        List.of(
            "  AwayTest.stays: no Node 20",
            "  BrowserTest.scrolls: no \"chromium\"",
            "  StandTest: given up before its first test, and the report does not say why",
            "Skipped:"),
        said.err().lines().sorted().toList());
  }

  /** What is left out without a reason looks like a test that passed. */
  @Test
  void everyAssumptionHasItsWords() throws Exception {
    List<String> bare = new ArrayList<>();
    int found = 0;
    try (Stream<Path> files = Files.walk(Tree.repository())) {
      List<Path> tests =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> file.toString().contains("/src/test/java/"))
              .filter(file -> !file.toString().contains("/target/"))
              .toList();
      for (Path file : tests) {
        Matcher assumption =
            Pattern.compile("(?s)\\bassume(?:True|False)\\((.*?)\\);")
                .matcher(Files.readString(file));
        while (assumption.find()) {
          found++;
          if (!assumption.group(1).contains("\"")) {
            bare.add(file.getFileName() + ": " + assumption.group());
          }
        }
      }
    }
    assertEquals(List.of(), bare);
    assertTrue(found >= 4, "only " + found + " assumptions were found");
  }

  /** {@code ./dev test}, with a Maven that goes well and writes one line into its log. */
  private static Tree.Said runTests(String log, String counts) throws Exception {
    Path folder = Tree.repository().resolve("tests/target/launch/failed");
    Tree.remove(folder);
    Files.createDirectories(folder.resolve("target"));
    String script =
        "set -e; for each in require_build_tools want_test_tools use_build_java train_box"
            + " check_format name_what_did_not_run name_what_was_skipped say;"
            + " do eval \"$each() { :; }\"; done;"
            + " show_failure() { echo shown; };"
            + " eval \"$(sed -n '/^run_tests()/,/^}/p; /^has_failed_tests()/p' \"$1\")\";"
            + " quiet_maven() { echo \"maven $(printf '%s\\n' \"$@\" | grep ignore)\";"
            + " echo \"$LOG\" >\"$2\"; };"
            + " count_tests() { echo \"$COUNTS\"; };"
            + " run_tests";
    return Tree.run(
        folder,
        Map.of("LOG", log, "COUNTS", counts),
        List.of("bash", "-c", script, "dev", Tree.repository().resolve("dev").toString()));
  }

  /** A machine with nothing on it but what is given, and apt, whose installations are printed. */
  private static Tree.Said wantTestTools(String machine) throws Exception {
    String script =
        "set -e; say() { printf '%s\\n' \"$*\" >&2; }; is_root() { return 0; };"
            + " apt_install() { echo \"$*\"; };"
            + " command() { declare -F \"$2\"; };"
            + " eval \"$(sed -n '/^want_test_tools()/,/^}/p; /^want()/,/^}/p;"
            + " /^node_version()/,/^}/p' dev)\"; "
            + machine
            + "; want_test_tools";
    return Tree.run(Tree.repository(), Map.of(), List.of("bash", "-c", script));
  }

  /** A machine of a distribution with apt that has neither Java nor Maven, and may not install. */
  private static Tree.Said missing(String machine) throws Exception {
    Path tools = Tree.repository().resolve("tests/target/launch/tools");
    Tree.remove(tools);
    Files.createDirectories(tools);
    for (String tool : List.of("bash", "uname", "cat", "tr", "grep", "dirname", "readlink")) {
      Tree.Said at = Tree.run(tools, Map.of(), List.of("sh", "-c", "command -v " + tool));
      Files.createSymbolicLink(tools.resolve(tool), Path.of(at.out().strip()));
    }
    String script =
        ". build/jdk.sh; find_home() { return 1; }; has_apt() { return 0; };"
            + " may_apt() { return 1; }; "
            + machine
            + "; require_build_tools";
    return Tree.run(
        Tree.repository(),
        Map.of("PATH", tools.toString()),
        List.of(tools.resolve("bash").toString(), "-euo", "pipefail", "-c", script));
  }

  private static Tree.Said roadcase(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("./roadcase"));
    command.addAll(List.of(words));
    return Tree.run(Tree.repository(), Map.of("ROADCASE_NO_BUILD", "1"), command);
  }
}
