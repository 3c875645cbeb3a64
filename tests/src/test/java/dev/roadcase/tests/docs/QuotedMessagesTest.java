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
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A person searches the page for the words on the screen: what the first column of a table quotes
 * is said by a script, a program or a screen in just these words. What differs from one time to
 * another is no part of it: names of files, words with a digit, and what "…" stands for.
 */
class QuotedMessagesTest {
  /** Words of browsers and operating systems. */
  private static final Set<String> FOREIGN =
      Set.of("Your connection is not private", "Connection refused");

  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`|\"([^\"]+)\"");
  private static final Pattern DIFFERS = Pattern.compile("…|:|\\S*[.\\d]\\S*");

  @Test
  void everyMessageThatThePageQuotesIsSaidInTheseWords() throws IOException {
    Path repository = repository();
    String said = said(repository);
    List<String> nobodys = new ArrayList<>();
    int quoted = 0;
    for (String line : Files.readAllLines(repository.resolve("docs/troubleshooting.md"))) {
      for (String words : quotes(line)) {
        quoted++;
        if (!said.contains(words) && !FOREIGN.contains(words)) {
          nobodys.add(words);
        }
      }
    }
    assertEquals(List.of(), nobodys);
    assertTrue(quoted > 40, "the page was read: " + quoted);
  }

  @Test
  void aMessageThatNobodySaysIsSeen() throws IOException {
    assertEquals(
        List.of("belongs to", "this box is", "files may be open at once", "nobody says this"),
        quotes(
            "| `belongs to kit-1, this box is kit-2`, \"64 files may be open at once\","
                + " `nobody says this` | \"not this\" | `nor this` |"));
    String said = said(repository());
    assertTrue(said.contains("files may be open at once"), "the scripts were read");
    assertTrue(said.contains("another box runs on this data folder"), "the programs were read");
    assertTrue(!said.contains("Words of browsers and operating systems"), "comments were not");
  }

  /** What the first column of a line quotes, without what differs. */
  private static List<String> quotes(String line) {
    if (!line.startsWith("| ")) {
      return List.of();
    }
    String first = line.substring(2).split(" \\| ", 2)[0];
    return QUOTED
        .matcher(first)
        .results()
        .map(QuotedMessagesTest::inside)
        .flatMap(DIFFERS::splitAsStream)
        .map(words -> words.replaceAll("^[\\s,;?]+|[\\s,;?]+$", ""))
        .filter(words -> !words.isEmpty())
        .toList();
  }

  private static String inside(MatchResult quote) {
    return quote.group(1) == null ? quote.group(2) : quote.group(1);
  }

  /** All words of scripts, programs and screens; a sentence of several literals is one. */
  private static String said(Path repository) throws IOException {
    StringBuilder said = new StringBuilder();
    Files.walkFileTree(
        repository,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes what) {
            String name = folder.getFileName().toString();
            return name.equals("target")
                    || name.equals("test")
                    || (name.startsWith(".") && !folder.equals(repository))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes what) throws IOException {
            String name = file.getFileName().toString();
            if (name.equals("dev")
                || name.equals("roadcase")
                || Stream.of(".java", ".sh", ".js", ".html").anyMatch(name::endsWith)) {
              said.append(withoutComments(Files.readString(file))).append('\n');
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return said.toString()
        .replaceAll("\"\\s*(\\+|\\\\\\n)\\s*\"", "")
        .replace("\\\"", "\"")
        .replaceAll("\\s+", " ");
  }

  /** A folder's name with a star behind it, in a script, begins no comment. */
  private static String withoutComments(String source) {
    return source.replaceAll("(?ms)^\\s*/\\*.*?\\*/", "").replaceAll("(?m)^\\s*(//|#).*$", "");
  }

  private static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("roadcase"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
