package dev.roadcase.tests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each decision stands once in the index, under its own number, and has a number of its own. */
class DecisionsTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| \\[([0-9]+)\\]\\(([0-9]{4})-[a-z0-9-]+\\.md\\) \\| .+ \\|.*\\|$");

  @Test
  void theIndexHasEachPageOnce() throws IOException {
    Path folder = NamedTestsTest.repository().resolve("docs/decisions");
    List<String> indexed = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("README.md"))) {
      var row = ROW.matcher(line);
      if (row.matches()) {
        assertEquals("%04d".formatted(Integer.parseInt(row.group(1))), row.group(2), line);
        indexed.add(line.substring(line.indexOf('(') + 1, line.indexOf(')')));
      }
    }
    try (Stream<Path> pages = Files.list(folder)) {
      assertEquals(
          pages
              .map(page -> page.getFileName().toString())
              .filter(name -> !name.equals("README.md"))
              .sorted()
              .toList(),
          indexed.stream().sorted().toList());
    }
    List<String> numbers = indexed.stream().map(name -> name.substring(0, 4)).toList();
    assertEquals(numbers.stream().distinct().toList(), numbers);
    assertTrue(numbers.size() > 100, "the index was read");
  }
}
