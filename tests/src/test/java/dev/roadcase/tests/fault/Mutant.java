package dev.roadcase.tests.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A mistake that somebody could make, as a text file:
 *
 * <pre>
 * # What is wrong, and why it matters.
 * test: CLASS#METHOD          the test that must catch it; PACKAGE.CLASS for one beside this package
 * says: some words            which its complaint must contain, so that it fails for this reason;
 *                             a second such line names another way in which the same fault shows
 * file: path/of/the/Source.java
 * --- find
 * the exact text, once in the file
 * --- replace
 * what stands there instead
 * --- end
 * </pre>
 *
 * @param what the mistake in words
 */
record Mutant(String name, String what, String test, List<String> says, List<Edit> edits) {

  /** One change: {@code find} must be there exactly once. */
  record Edit(String file, String find, String replace) {
    String applied(String source) {
      int at = source.indexOf(find);
      if (at < 0 || source.indexOf(find, at + 1) >= 0) {
        throw new IllegalStateException(
            "this is not exactly once in " + file + "; mend the mutant:\n" + find);
      }
      return source.substring(0, at) + replace + source.substring(at + find.length());
    }

    /** The folder of the module that the file is of. */
    String module() {
      return file.substring(0, file.indexOf("/src/main/java/"));
    }
  }

  Mutant {
    edits = List.copyOf(edits);
  }

  static List<Mutant> all() throws IOException {
    Path folder = Workshop.repository().resolve("tests/src/test/mutants");
    try (Stream<Path> files = Files.list(folder)) {
      List<Mutant> all = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        all.add(parse(file.getFileName().toString().replace(".txt", ""), Files.readAllLines(file)));
      }
      return all;
    }
  }

  static Mutant parse(String name, List<String> lines) {
    StringBuilder what = new StringBuilder();
    String test = "";
    List<String> says = new ArrayList<>();
    String file = "";
    List<Edit> edits = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("# ")) {
        what.append(what.isEmpty() ? "" : " ").append(line.substring(2));
      } else if (line.startsWith("test: ")) {
        test = line.substring(6);
      } else if (line.startsWith("says: ")) {
        says.add(line.substring(6));
      } else if (line.startsWith("file: ")) {
        file = line.substring(6);
      } else if (line.equals("--- find")) {
        int replace = i + lines.subList(i, lines.size()).indexOf("--- replace");
        int end = i + lines.subList(i, lines.size()).indexOf("--- end");
        edits.add(
            new Edit(
                file,
                String.join("\n", lines.subList(i + 1, replace)),
                String.join("\n", lines.subList(replace + 1, end))));
        i = end;
      } else if (!line.isBlank()) {
        throw new IllegalStateException("mutant " + name + ": what is \"" + line + "\"?");
      }
    }
    if (test.isEmpty() || says.isEmpty() || file.isEmpty() || edits.isEmpty()) {
      throw new IllegalStateException("mutant " + name + " lacks a test, its words, or an edit");
    }
    return new Mutant(name, what.toString(), test, says, edits);
  }
}
