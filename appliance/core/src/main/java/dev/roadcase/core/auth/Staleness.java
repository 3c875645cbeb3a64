package dev.roadcase.core.auth;

import java.time.Duration;
import java.util.List;

/**
 * What a verifier still lets through when its status list grows old, because whoever issues it is
 * out of reach.
 *
 * @param rows by age, ascending, the first at zero
 */
public record Staleness(List<Row> rows) {
  /**
   * From such an age on.
   *
   * @param floorPercent of the floor limit, 0 … 100
   * @param highRisk whether scopes of {@link dev.roadcase.core.identity.Scope.Risk#HIGH} go on
   * @param redeem whether tickets are taken
   */
  public record Row(Duration age, int floorPercent, boolean highRisk, boolean redeem) {
    public Row {
      if (age.isNegative() || floorPercent < 0 || floorPercent > 100) {
        throw new IllegalArgumentException("an age of 0 or more, and 0 to 100 per cent");
      }
    }
  }

  /** What a show has that says nothing else. */
  public static final Staleness USUAL =
      new Staleness(
          List.of(
              new Row(Duration.ZERO, 100, true, true),
              new Row(Duration.ofMinutes(15), 25, true, true),
              new Row(Duration.ofHours(4), 25, false, true)));

  public Staleness {
    rows = List.copyOf(rows);
    if (rows.isEmpty() || !rows.getFirst().age().isZero()) {
      throw new IllegalArgumentException("the first row is for a list that is new");
    }
    for (int i = 1; i < rows.size(); i++) {
      Row before = rows.get(i - 1);
      Row row = rows.get(i);
      boolean stricter =
          row.age().compareTo(before.age()) > 0
              && row.floorPercent() <= before.floorPercent()
              && (before.highRisk() || !row.highRisk())
              && (before.redeem() || !row.redeem());
      if (!stricter) {
        throw new IllegalArgumentException("an older list never allows more than a newer one");
      }
    }
  }

  /** What counts for a list of such an age. */
  public Row at(Duration age) {
    Row found = rows.getFirst();
    for (Row row : rows) {
      if (row.age().compareTo(age) <= 0) {
        found = row;
      }
    }
    return found;
  }
}
