package dev.roadcase.tests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A page that says "held by" names tests that are there: {@code FooTest}, {@code FooTest.aRule},
 * and {@code .anotherRule} of the class before it in the same line. A name may be cut short by "…".
 */
class NamedTestsTest {
  private static final List<String> PAGES = List.of("attacks.md", "faults.md", "trials");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern NAME =
      Pattern.compile("(?:[a-z]+\\.)?([A-Z][A-Za-z0-9]*Test)?(?:\\.([a-z][A-Za-z0-9]*)(…)?)?");

  @Test
  void everyTestThatAPageNamesIsThere() throws IOException {
    Path repository = repository();
    Map<String, String> sources = sources(repository);
    List<String> missing = new ArrayList<>();
    int named = 0;
    for (Path page : pages(repository)) {
      for (String line : Files.readAllLines(page)) {
        for (String name : names(line)) {
          named++;
          if (!isThere(name, sources)) {
            missing.add(page.getFileName() + ": " + name);
          }
        }
      }
    }
    assertEquals(List.of(), missing);
    assertTrue(named > 200, "the pages were read: " + named);
  }

  @Test
  void aNameThatIsNotThereIsSeen() throws IOException {
    Map<String, String> sources = sources(repository());
    assertTrue(isThere("NamedTestsTest", sources));
    assertTrue(isThere("NamedTestsTest.aNameThatIsNotThereIsSeen", sources));
    assertTrue(isThere("NamedTestsTest.aNameThatIsNot…", sources));
    for (String none :
        List.of("NobodysTest", "NamedTestsTest.aNameThatIsNot", "NamedTestsTest.anyOther…")) {
      assertTrue(!isThere(none, sources), none);
    }
    assertEquals(
        List.of("FooTest.one", "FooTest.two…", "BarTest"),
        names("| a `thing` | `FooTest.one`, wire `.two…`; `attack.BarTest` | `x.deb` |"));
  }

  /** The tests that a line names, each with its class. */
  private static List<String> names(String line) {
    List<String> names = new ArrayList<>();
    String last = "";
    for (MatchResult code : CODE.matcher(line).results().toList()) {
      var name = NAME.matcher(code.group(1));
      if (!name.matches()) {
        continue;
      }
      if (name.group(1) != null) {
        last = name.group(1);
      } else if (last.isEmpty() || !code.group(1).startsWith(".")) {
        continue;
      }
      String method = name.group(2) == null ? "" : "." + name.group(2);
      names.add(last + method + (name.group(3) == null ? "" : name.group(3)));
    }
    return names;
  }

  private static boolean isThere(String name, Map<String, String> sources) {
    int dot = name.indexOf('.');
    String source = sources.getOrDefault(dot < 0 ? name : name.substring(0, dot), "");
    if (dot < 0) {
      return !source.isEmpty();
    }
    String method = name.substring(dot + 1);
    String rest = method.endsWith("…") ? "[A-Za-z0-9]+" : "";
    return Pattern.compile("\\b(void|boolean) " + method.replace("…", "") + rest + "\\(")
        .matcher(source)
        .find();
  }

  private static List<Path> pages(Path repository) throws IOException {
    try (Stream<Path> all = Files.list(repository.resolve("docs"))) {
      return all.filter(page -> PAGES.stream().anyMatch(page.getFileName().toString()::startsWith))
          .sorted()
          .toList();
    }
  }

  /** Sources of tests by their class; classes of one name in several modules together. */
  private static Map<String, String> sources(Path repository) throws IOException {
    Map<String, String> sources = new HashMap<>();
    Files.walkFileTree(
        repository,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes what) {
            String name = folder.getFileName().toString();
            return name.equals("target") || (name.startsWith(".") && !folder.equals(repository))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes what) throws IOException {
            String name = file.getFileName().toString();
            if (name.endsWith("Test.java")) {
              sources.merge(
                  name.substring(0, name.length() - 5), Files.readString(file), String::concat);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return sources;
  }

  static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("roadcase"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
