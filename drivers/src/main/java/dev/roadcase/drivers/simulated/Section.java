package dev.roadcase.drivers.simulated;

import dev.roadcase.drivers.simulated.BadScenario.Problem;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One table of a scenario on its way into records: notes what is wrong with its line, and goes on,
 * so that everything wrong is told at once.
 */
final class Section {
  private final String name;
  private final TomlTable table;
  private final int line;
  private final List<Problem> problems;
  private final Set<String> read = new HashSet<>();

  /**
   * A table, to be read.
   *
   * @param name as messages call it, such as {@code [battery]}
   * @param line where it begins
   */
  Section(String name, TomlTable table, int line, List<Problem> problems) {
    this.name = name;
    this.table = table;
    this.line = line;
    this.problems = problems;
  }

  boolean has(String key) {
    return table.contains(List.of(key));
  }

  Optional<Double> number(String key, double min, double max) {
    return switch (value(key)) {
      case null -> Optional.empty();
      case Number n when n.doubleValue() >= min && n.doubleValue() <= max ->
          Optional.of(n.doubleValue());
      default -> wrong(key, "is a number from " + plain(min) + " to " + plain(max));
    };
  }

  /** {@link #number}, and a problem when there is none. */
  double requiredNumber(String key, double min, double max) {
    require(key);
    return number(key, min, max).orElse(min);
  }

  Optional<Boolean> truth(String key) {
    return switch (value(key)) {
      case null -> Optional.empty();
      case Boolean b -> Optional.of(b);
      default -> wrong(key, "is true or false");
    };
  }

  Optional<String> text(String key) {
    return switch (value(key)) {
      case null -> Optional.empty();
      case String s when !s.isBlank() -> Optional.of(s);
      default -> wrong(key, "is a text in quotes");
    };
  }

  <E extends Enum<E>> Optional<E> word(String key, Class<E> choices, Function<E, String> word) {
    Object value = value(key);
    if (value == null) {
      return Optional.empty();
    }
    for (E choice : choices.getEnumConstants()) {
      if (word.apply(choice).equals(value)) {
        return Optional.of(choice);
      }
    }
    return wrong(
        key,
        "is one of "
            + Arrays.stream(choices.getEnumConstants())
                .map(c -> "\"" + word.apply(c) + "\"")
                .collect(Collectors.joining(", ")));
  }

  Optional<TomlArray> list(String key) {
    return switch (value(key)) {
      case null -> Optional.empty();
      case TomlArray a -> Optional.of(a);
      default -> wrong(key, "is a list");
    };
  }

  Optional<Section> section(String key) {
    return switch (value(key)) {
      case null -> Optional.empty();
      case TomlTable t -> Optional.of(new Section("[" + key + "]", t, lineOf(key), problems));
      default -> wrong(key, "is a table");
    };
  }

  void require(String key) {
    if (!has(key)) {
      problem(line, name + " lacks " + key);
    }
  }

  /** To be called last: what nobody asked for is a mistake of the one who wrote it. */
  void refuseTheRest() {
    for (String key : table.keySet()) {
      if (!read.contains(key)) {
        problem(lineOf(key), name + " knows no key \"" + key + "\"");
      }
    }
  }

  void problem(int at, String message) {
    problems.add(new Problem(at, message));
  }

  <T> Optional<T> wrong(String key, String rule) {
    problem(lineOf(key), key + " " + rule);
    return Optional.empty();
  }

  int lineOf(String key) {
    TomlPosition position = table.inputPositionOf(List.of(key));
    return position == null ? line : position.line();
  }

  int line() {
    return line;
  }

  private @Nullable Object value(String key) {
    read.add(key);
    return table.get(List.of(key));
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
