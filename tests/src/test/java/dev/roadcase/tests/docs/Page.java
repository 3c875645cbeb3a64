package dev.roadcase.tests.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A page of the documentation, and the commands in it. */
record Page(Path file, List<Block> blocks) {
  private static final Pattern COMMAND = Pattern.compile("(\\./)?roadcase( .*)?");
  private static final Pattern MARK = Pattern.compile("<!-- not run: (\\S.*) -->");

  /**
   * A fenced block that has a command of ours.
   *
   * @param line where it begins, from 1
   * @param marked whether the page says that it is not run, and why
   */
  record Block(int line, boolean shell, boolean marked, List<String> commands) {}

  static Page read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith("```")) {
        continue;
      }
      int from = i + 1;
      int to = from;
      while (to < lines.size() && !lines.get(to).startsWith("```")) {
        to++;
      }
      List<String> commands = joined(lines.subList(from, to));
      if (commands.stream().anyMatch(line -> COMMAND.matcher(line).matches())) {
        boolean marked = i > 0 && MARK.matcher(lines.get(i - 1)).matches();
        blocks.add(new Block(i + 1, lines.get(i).equals("```sh"), marked, commands));
      }
      i = to;
    }
    return new Page(file, List.copyOf(blocks));
  }

  /** A line that ends with a backslash goes on in the next. */
  private static List<String> joined(List<String> lines) {
    List<String> commands = new ArrayList<>();
    StringBuilder command = new StringBuilder();
    for (String line : lines) {
      if (line.endsWith("\\")) {
        command.append(line, 0, line.length() - 1).append(' ');
      } else {
        commands.add(command.append(line).toString().strip());
        command.setLength(0);
      }
    }
    return commands;
  }

  @Override
  public String toString() {
    return file.getFileName().toString();
  }
}
