package dev.roadcase.drivers.simulated;

import java.util.List;
import java.util.stream.Collectors;

/** A scenario that cannot be played, with all that is wrong in it. */
public final class BadScenario extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * One thing that is wrong.
   *
   * @param line in the file, from 1
   */
  public record Problem(int line, String message) {
    @Override
    public String toString() {
      return "line " + line + ": " + message;
    }
  }

  private final transient List<Problem> problems;

  BadScenario(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** In the order of the file; at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
