package dev.roadcase.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  private record Ran(int exit, String out, String err) {}

  @Test
  void everyUsageErrorIsASentenceAPointerAnd64() {
    for (String typed :
        new String[] {
          "upstream",
          "upstream --data here",
          "upstream --dta here",
          "upstream status",
          "upstream stauts",
          "upstream --listen"
        }) {
      Ran ran = run(typed.split(" "));
      assertEquals(64, ran.exit, typed + ": " + ran.err);
      assertEquals(2, ran.err.lines().count(), typed + ": " + ran.err);
      assertTrue(ran.err.startsWith("roadcase upstream"), ran.err);
      assertTrue(ran.err.contains("See roadcase upstream"), ran.err);
    }
    assertTrue(run("upstream", "--dta", "x").err.contains("--dta; did you mean --data?"));
    assertTrue(run("upstream", "stauts").err.contains("did you mean status?"));
  }

  @Test
  void everyVerbSpeaksWithOneVoice() {
    for (String verb : new String[] {"", "upstream ", "upstream status "}) {
      Ran ran = run((verb + "--help").split(" "));
      assertEquals(0, ran.exit, ran.err);
      assertTrue(ran.out.contains("Show this help."), ran.out);
    }
    assertTrue(run("upstream", "status", "--help").out.contains("JSON output."));
    assertTrue(run("upstream", "--help").out.contains("Examples:"));
  }

  private static Ran run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(words);
    return new Ran(exit, out.toString(), err.toString());
  }
}
