package dev.roadcase.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.cli.Terminal;
import dev.roadcase.wire.commandline.BashCompletion;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What every verb of {@code roadcase box} has in common, without a box. */
class CommandLineTest {
  private record Ran(int exit, String out, String err) {}

  @Test
  void everyUsageErrorIsASentenceAPointerAnd64() {
    for (String typed :
        List.of(
            "box revoke",
            "box let-in",
            "box export",
            "box verify",
            "box client",
            "box client add",
            "box audit",
            "box stauts",
            "box status now",
            "box status --jsn",
            "box --config",
            "box code --role",
            "box revoke --token many",
            "box revoke d-1 --token 2",
            "box --nonsense")) {
      Ran ran = run(typed.split(" "));
      assertEquals(64, ran.exit, typed + ": " + ran.err);
      assertTrue(ran.err.startsWith("roadcase box"), typed + ": " + ran.err);
      assertEquals(2, ran.err.lines().count(), typed + ": " + ran.err);
      assertTrue(ran.err.strip().matches("(?s).*See roadcase box.* --help\\."), ran.err);
      assertEquals("", ran.out, typed);
    }
  }

  @Test
  void aMisspeltOptionIsNamedBeforeWhatIsMissing() {
    Ran export = run("box", "export", "--too", ".");
    assertTrue(export.err.contains("unknown option --too; did you mean --to?"), export.err);
    assertFalse(export.err.contains("missing"), export.err);
    assertTrue(run("box", "status", "--jsno").err.contains("did you mean --json?"));
    assertTrue(run("box", "code", "--rol=till").err.contains("--rol; did you mean --role?"));
  }

  @Test
  void aMisspeltVerbIsNamed() {
    assertTrue(
        run("box", "stauts").err.contains("there is no verb \"stauts\"; did you mean status?"));
  }

  @Test
  void everyVerbSpeaksOfHelpAndJsonWithOneVoice() {
    int verbs = 0;
    for (CommandLine verb : all(commandLine())) {
      verbs++;
      String help = verb.getUsageMessage(CommandLine.Help.Ansi.OFF);
      String name = verb.getCommandSpec().qualifiedName();
      assertTrue(help.contains("Show this help."), name);
      if (verb.getCommandSpec().findOption("--json") != null) {
        assertTrue(help.contains("JSON output."), name);
      }
      for (int columns : new int[] {60, 80, 100}) {
        verb.setUsageHelpWidth(columns)
            .getUsageMessage(CommandLine.Help.Ansi.OFF)
            .lines()
            // A line to be typed is not folded.
            .filter(line -> !line.startsWith("  roadcase "))
            .forEach(line -> assertTrue(line.length() <= columns, name + ": " + line));
      }
    }
    assertTrue(verbs > 20, "all of them were asked: " + verbs);
  }

  @Test
  void theMainVerbsLeadWithExamplesThatCanBeTyped() {
    CommandLine roadcase = commandLine();
    for (String verb :
        List.of(
            "box",
            "box crew",
            "box code",
            "box status",
            "box revoke",
            "box export",
            "box verify",
            "box devices",
            "box client")) {
      CommandLine at = roadcase;
      for (String word : verb.split(" ")) {
        at = at.getSubcommands().get(word);
      }
      List<String> examples =
          List.of(at.getCommandSpec().usageMessage().footer()).stream()
              .filter(line -> line.startsWith("  roadcase box"))
              .toList();
      assertFalse(examples.isEmpty(), verb);
      for (String example : examples) {
        // Up to a pipe; placeholders are words, too.
        String[] words =
            example.strip().substring("roadcase ".length()).replaceAll(" [|>].*", "").split(" +");
        commandLine().parseArgs(words);
      }
    }
  }

  @Test
  void anExampleConfigurationIsPrinted() {
    assertTrue(dev.roadcase.app.config.ConfigFile.example().contains("data_dir = "));
  }

  @Test
  void tooFewOpenFilesAreNamed() {
    String limits =
        "Limit   Soft Limit  Hard Limit  Units\nMax open files            %s       64   files\n";
    assertEquals(64, Main.tooFewOpenFiles(limits.formatted("64  ")));
    assertEquals(0, Main.tooFewOpenFiles(limits.formatted("1024")));
    assertEquals(0, Main.tooFewOpenFiles(limits.formatted("unlimited")));
    assertEquals(0, Main.tooFewOpenFiles(""));
  }

  @Test
  void aShellCompletesVerbsAndOptionsAndAnotherProgramsBesides(@TempDir Path folder)
      throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      assertEquals(0, commandLine().execute("box", "generate-completion"));
    } finally {
      System.setOut(before);
    }
    Path script = Files.write(folder.resolve("box.bash"), printed.toByteArray());
    Path other =
        Files.writeString(
            folder.resolve("other.bash"),
            BashCompletion.script(
                "function _complete_roadcase() { COMPREPLY=(other); }\n"
                    + "complete -F _complete_roadcase roadcase\n",
                "other",
                List.of("fleet")));
    for (List<Path> order : List.of(List.of(script, other), List.of(other, script))) {
      assertTrue(completed(order, "roadcase", "box", "st").contains("status"));
      assertTrue(completed(order, "roadcase", "box", "crew", "--").contains("--qr"));
      assertEquals("other", completed(order, "roadcase", "fleet", "x"));
      assertEquals("box", completed(order, "roadcase", "b"));
    }
  }

  private static String completed(List<Path> scripts, String... words) throws Exception {
    StringBuilder shell = new StringBuilder();
    scripts.forEach(file -> shell.append("source '").append(file).append("'; "));
    shell.append("COMP_WORDS=(").append(String.join(" ", words)).append("); COMP_CWORD=");
    shell.append(words.length - 1).append("; _roadcase_completion; echo \"${COMPREPLY[*]}\"");
    Process bash = new ProcessBuilder("bash", "-c", shell.toString()).start();
    return new String(bash.getInputStream().readAllBytes(), UTF_8).strip();
  }

  private static List<CommandLine> all(CommandLine root) {
    List<CommandLine> all = new ArrayList<>(List.of(root));
    root.getSubcommands().values().forEach(sub -> all.addAll(all(sub)));
    return all;
  }

  private static CommandLine commandLine() {
    return Main.commandLine(Terminal.ofThisProcess());
  }

  private static Ran run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(words);
    return new Ran(exit, out.toString(), err.toString());
  }
}
