package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The mutants still fit the sources, so that {@code ./dev fault --mutants} does not find out late.
 */
class MutantTest {
  private static final List<String> TEXT =
      List.of(
          "# Wrong.",
          "test: T#m",
          "says: ouch",
          "file: m/src/main/java/A.java",
          "--- find",
          "  old",
          "--- replace",
          "  new",
          "--- end");

  static List<Mutant> all() throws Exception {
    return Mutant.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachEditFindsItsPlaceAndEachTestIsThere(Mutant mutant) throws Exception {
    for (Mutant.Edit edit : mutant.edits()) {
      String source = Files.readString(Workshop.repository().resolve(Path.of(edit.file())));
      assertNotEquals(source, edit.applied(source));
    }
    String[] test = mutant.test().split("#");
    Class<?> where = Class.forName(NamedTest.fullName(test[0]));
    assertDoesNotThrow(() -> where.getDeclaredMethod(test[1]));
  }

  @Test
  void aMutantIsAPlaceAndWhatStandsThereInstead() {
    Mutant mutant = Mutant.parse("name", TEXT);
    assertEquals("Wrong.", mutant.what());
    assertEquals("m", mutant.edits().getFirst().module());
    assertEquals("a\n  new\nb", mutant.edits().getFirst().applied("a\n  old\nb"));
  }

  @Test
  void aPlaceThatIsGoneOrThereTwiceIsAnError() {
    Mutant.Edit edit = Mutant.parse("name", TEXT).edits().getFirst();
    assertThrows(IllegalStateException.class, () -> edit.applied("nothing"));
    assertThrows(IllegalStateException.class, () -> edit.applied("  old  old"));
  }

  @Test
  void aMutantWithoutATestIsAnError() {
    assertThrows(
        IllegalStateException.class, () -> Mutant.parse("name", TEXT.subList(2, TEXT.size())));
  }
}
