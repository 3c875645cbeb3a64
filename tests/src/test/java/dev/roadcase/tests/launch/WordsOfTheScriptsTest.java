package dev.roadcase.tests.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the scripts themselves say, before any JVM. */
class WordsOfTheScriptsTest {
  private static final int USAGE = 64;
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
  }

  @Test
  void aVerbThatIsNotThereYetSaysWhatBringsIt() throws Exception {
    for (String verb : List.of("card", "rehearse", "console")) {
      Tree.Said said = roadcase(verb, "--help");

      assertEquals(USAGE, said.exit());
      assertEquals(1, said.err().lines().count(), said.err());
      assertTrue(said.err().contains("release whose theme is"), said.err());
    }
  }

  @Test
  void aVerbThatWasMistypedIsGuessed() throws Exception {
    Map<String, String> typed =
        Map.of(
            "pakc", "pack", "boxx", "box", "upstrem", "upstream", "flete", "fleet", "dem", "demo");
    for (Map.Entry<String, String> each : typed.entrySet()) {
      Tree.Said said = roadcase(each.getKey());

      assertEquals(USAGE, said.exit());
      assertTrue(said.err().contains("Did you mean \"" + each.getValue() + "\"?"), said.err());
    }
    assertFalse(roadcase("foo").err().contains("mean"));
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
    String function =
        "say() { printf '%s\\n' \"$*\" >&2; };"
            + " eval \"$(sed -n '/^name_what_was_skipped()/,/^}/p' \"$1\")\"; name_what_was_skipped";
    Tree.Said said =
        Tree.run(
            folder,
            Map.of(),
            List.of("bash", "-c", function, "dev", Tree.repository().resolve("dev").toString()));

    assertEquals("Skipped:\n  BrowserTest.scrolls: no \"chromium\"\n", said.err());
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
