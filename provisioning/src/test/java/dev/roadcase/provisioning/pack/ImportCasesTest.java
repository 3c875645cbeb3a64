package dev.roadcase.provisioning.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.provisioning.catalogue.Imported;
import dev.roadcase.provisioning.catalogue.Note;
import dev.roadcase.provisioning.sheet.Problem;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is right stands beside each export, in {@code imports/…/expected.txt}. */
class ImportCasesTest {

  static Stream<ImportCase> cases() throws Exception {
    URL folder = ImportCasesTest.class.getResource("/dev/roadcase/provisioning/imports");
    try (Stream<Path> folders = Files.list(Path.of(folder.toURI()))) {
      return folders.sorted().map(ImportCase::of).toList().stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void anExportIsReadAsItsFolderSays(ImportCase expected) throws Exception {
    try {
      check(expected);
    } catch (AssertionError e) {
      throw new AssertionError(expected + ": " + e.getMessage(), e);
    }
  }

  private static void check(ImportCase expected) throws Exception {
    Imported read = expected.read();
    problems(expected, read.problems());
    if (!expected.all("sold").isEmpty()) {
      assertEquals(
          String.join("\n", expected.all("sold")),
          String.join("\n", read.items().stream().map(ImportCase::line).toList()));
    }
    List<String> skus = read.items().stream().map(item -> item.sku().value()).toList();
    expected
        .one("skus")
        .ifPresent(which -> {
          if (which.equals("different")) {
            assertEquals(skus.size(), new HashSet<>(skus).size(), skus.toString());
          } else {
            assertEquals(which, String.join(", ", skus));
          }
        });
    expected
        .one("products")
        .ifPresent(many -> assertEquals(Integer.parseInt(many), read.products()));
    expected.all("said").forEach(said -> said(said, read));
    expected
        .all("quiet")
        .forEach(
            kind -> assertFalse(read.notes().stream().anyMatch(n -> n.kind().equals(kind)), kind));
    expected
        .all("quiet-words")
        .forEach(words -> assertFalse(read.problems().toString().contains(words), words));
  }

  private static void problems(ImportCase expected, List<Problem> problems) {
    List<String> right = expected.all("problem");
    assertEquals(right.size(), problems.size(), problems.toString());
    for (int i = 0; i < right.size(); i++) {
      assertTrue(
          ImportCase.fits(right.get(i), problems.get(i)),
          "expected " + right.get(i) + ", got " + problems.get(i));
    }
  }

  private static void said(String said, Imported read) {
    String[] parts = said.split(" \\| ", 2);
    Optional<Note> note = read.notes().stream().filter(n -> n.kind().equals(parts[0])).findFirst();
    assertTrue(note.isPresent(), parts[0] + " is not among " + read.notes());
    if (parts.length > 1) {
      assertEquals(parts[1], String.join(", ", note.get().which()));
    }
  }

  @Test
  void aCheckThatIsWrongIsSeen() throws Exception {
    ImportCase good =
        cases().filter(c -> c.toString().equals("shop-own-notes-beside")).findFirst().get();
    ImportCase bad =
        new ImportCase(good.folder(), List.of("sold: BOWL | Cup | | 2500 | standard | 3"));
    Throwable seen = null;
    try {
      anExportIsReadAsItsFolderSays(bad);
    } catch (AssertionError e) {
      seen = e;
    }
    assertTrue(seen != null && seen.getMessage().contains("Cup"));
  }
}
