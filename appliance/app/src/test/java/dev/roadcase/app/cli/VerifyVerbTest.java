package dev.roadcase.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is no log at all is told apart from a log that is broken. */
class VerifyVerbTest {
  @TempDir private Path folder;

  private record Ran(int exit, String said) {}

  @Test
  void whereThereIsNoLogThereIsNothingToRead() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty.rclog"));
    Ran none = run(folder.resolve("nope").toString());
    assertEquals(66, none.exit);
    assertTrue(none.said.contains("there is no file " + folder.resolve("nope")), none.said);
    Ran within = run(folder.toString());
    assertEquals(66, within.exit);
    assertTrue(within.said.contains("is a folder; name the log in it"), within.said);
    Ran nothing = run(empty.toString());
    assertEquals(66, nothing.exit);
    assertTrue(nothing.said.contains("is empty"), nothing.said);
  }

  @Test
  void aRootThatIsNotThereIsNamedForItself() throws Exception {
    Path log = Files.writeString(folder.resolve("log.rclog"), "x\n");
    Ran ran = run(log.toString(), "--root", folder.resolve("nope.pem").toString());
    assertEquals(66, ran.exit);
    assertTrue(ran.said.contains("--root: there is no file"), ran.said);
    assertFalse(ran.said.contains("log.rclog"), ran.said);
  }

  @Test
  void whatIsNoLogIsBrokenInItsFirstLine() throws Exception {
    Path log = Files.writeString(folder.resolve("log.rclog"), "sku,title\n");
    Ran ran = run(log.toString());
    assertEquals(65, ran.exit);
    assertTrue(ran.said.contains("line 1"), ran.said);
    assertFalse(ran.said.contains("sound up to"), ran.said);
  }

  @Test
  void theTableBesideALogIsNoLogAndNotABrokenOne() throws Exception {
    for (String name : new String[] {"sales.csv", "README.txt", "books.zip"}) {
      Path other = Files.writeString(folder.resolve(name), "time,sku\n");
      StringWriter said = new StringWriter();
      CommandLine verb = new CommandLine(new VerifyVerb()).setErr(new PrintWriter(said, true));
      // The program makes 64 of it.
      assertEquals(CommandLine.ExitCode.USAGE, verb.execute(other.toString()));
      assertTrue(said.toString().contains("this is no log; name log.rclog."), said.toString());
    }
  }

  @Test
  void aKeptHeadThatIsNotThereIsNamedForItself() throws Exception {
    Path log = Files.writeString(folder.resolve("log.rclog"), "x\n");
    Ran ran = run(log.toString(), "--against", folder.resolve("nope.jwt").toString());
    assertEquals(66, ran.exit);
    assertTrue(ran.said.contains("--against: there is no file"), ran.said);
  }

  @Test
  void auditVerifyIsTheSame() throws Exception {
    Path log = Files.writeString(folder.resolve("log.rclog"), "sku,title\n");
    assertEquals(65, new CommandLine(new AuditVerb()).execute("verify", log.toString()));
  }

  @Test
  void eachOfTheTwoSpeaksUnderTheNameThatWasTyped() {
    for (String verb : new String[] {"box verify", "box audit verify"}) {
      String[] words = (verb + " " + folder.resolve("nowhere")).split(" ");
      Ran ran = run(Main.commandLine(Terminal.ofThisProcess()), words);
      assertEquals(66, ran.exit);
      assertTrue(ran.said.startsWith("roadcase " + verb + ": there is no file"), ran.said);
    }
  }

  private static Ran run(String... words) {
    return run(new CommandLine(new VerifyVerb()), words);
  }

  private static Ran run(CommandLine commandLine, String... words) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = System.out;
    PrintStream err = System.err;
    PrintStream both = new PrintStream(said, true, UTF_8);
    System.setOut(both);
    System.setErr(both);
    try {
      int exit = commandLine.execute(words);
      return new Ran(exit, said.toString(UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
