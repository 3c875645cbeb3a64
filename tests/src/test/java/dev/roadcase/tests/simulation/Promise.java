package dev.roadcase.tests.simulation;

/** What is checked here, by the numbers of the design. */
enum Promise {
  SHOWN_IS_KEPT(1),
  ONCE_IS_ONCE(2),
  NEVER_OVERSOLD(3),
  MONEY_FIRST(4),
  DEAD_IS_DEAD(5);

  private final int number;

  Promise(int number) {
    this.number = number;
  }

  @Override
  public String toString() {
    return "promise "
        + number
        + " ("
        + name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')
        + ")";
  }
}
