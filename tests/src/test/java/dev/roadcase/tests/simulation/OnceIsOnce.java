package dev.roadcase.tests.simulation;

import dev.roadcase.core.fact.DeltaClass;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Promise 2: one entry and one receipt for each device and number, whatever is sent again, and
 * never more back than came in.
 */
final class OnceIsOnce {
  private static final class Money {
    long taken;
    long back;
  }

  private final Map<String, String> shownAt = new LinkedHashMap<>();
  private final Map<String, String> entryAt = new LinkedHashMap<>();
  private final Map<String, String> entryOf = new LinkedHashMap<>();
  private final Map<String, Money> money = new LinkedHashMap<>();

  /** Returns whether this is the first time that it is shown. */
  boolean shown(Paper paper, String receipt) {
    String before = shownAt.putIfAbsent(paper.place(), receipt);
    if (before != null && !before.equals(receipt)) {
      throw new Broken(Promise.ONCE_IS_ONCE, "%s was shown %s, and now %s", paper, before, receipt);
    }
    if (paper.forged()) {
      throw new Broken(
          Promise.ONCE_IS_ONCE, "%s was taken under a number that had been used", paper);
    }
    if (!receipt.equals(paper.receipt())) {
      throw new Broken(
          Promise.ONCE_IS_ONCE,
          "%s was shown the receipt %s, which is not the hash of what was signed",
          paper,
          receipt);
    }
    return before == null;
  }

  /**
   * The box says that the number was used.
   *
   * @param kept what it says it was used for
   */
  void reuse(Paper paper, String kept) {
    if (!paper.forged()) {
      throw new Broken(
          Promise.ONCE_IS_ONCE, "%s was sent again, and refused as another, %s", paper, kept);
    }
    Optional<String> shown = Optional.ofNullable(shownAt.get(paper.place()));
    if (shown.isPresent() && !shown.get().equals(kept)) {
      throw new Broken(
          Promise.ONCE_IS_ONCE,
          "%s was shown for %s, and the box says it keeps %s",
          shown.get(),
          paper.place(),
          kept);
    }
  }

  void arrived(String kit, long seq, Arrival arrival) {
    String where = kit + " p0/" + seq;
    if (!arrival.receipt().equals(arrival.claimed())) {
      throw new Broken(
          Promise.ONCE_IS_ONCE,
          "%s names the receipt %s, and what was signed hashes to %s",
          where,
          arrival.claimed(),
          arrival.receipt());
    }
    once(entryAt.putIfAbsent(arrival.place(), where), where, arrival.place());
    once(entryOf.putIfAbsent(arrival.receipt(), where), where, arrival.receipt());
    Money sale =
        money.computeIfAbsent(
            arrival.isRefund() ? arrival.of() : arrival.receipt(), r -> new Money());
    if (arrival.isRefund()) {
      sale.back += arrival.amount();
    } else {
      sale.taken += arrival.amount();
    }
  }

  /** The same place on the wire a second time: then the same bytes. */
  void arrivedAgain(String kit, DeltaClass deltaClass, long seq, byte[] before, byte[] bytes) {
    if (!Arrays.equals(before, bytes)) {
      throw new Broken(
          Promise.SHOWN_IS_KEPT,
          "%s %s/%d stood upstream, and the box has given its place to something else",
          kit,
          deltaClass.word(),
          seq);
    }
  }

  void neverMoreBack() {
    money.forEach((receipt, one) -> {
      if (one.back > one.taken) {
        throw new Broken(
            Promise.ONCE_IS_ONCE,
            "of %s came %d in, and %d went back",
            receipt,
            one.taken,
            one.back);
      }
    });
  }

  private static void once(
      @org.jspecify.annotations.Nullable String before, String where, String what) {
    if (before != null) {
      throw new Broken(
          Promise.ONCE_IS_ONCE, "%s stands twice upstream: as %s and as %s", what, before, where);
    }
  }
}
