package dev.roadcase.tests.simulation;

import dev.roadcase.app.box.Box;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.sale.ReceiptToken;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stands beside the tills and beside upstream's database and tells the checkers what it sees there.
 * Of the boxes it asks one thing only, and only what a till could ask: is this receipt in your
 * books?
 */
final class Witness {
  private final Tally tally;
  private final ShownIsKept kept = new ShownIsKept();
  private final OnceIsOnce once = new OnceIsOnce();
  private final NeverOversold stock = new NeverOversold();
  private final MoneyFirst first;
  private final Set<String> upstream = new LinkedHashSet<>();
  private final Set<String> reports = new LinkedHashSet<>();

  Witness(Timeline timeline, Scenario scenario, Tally tally) {
    this.tally = tally;
    first = new MoneyFirst(timeline, scenario, tally);
  }

  /** After every event. */
  void check() {
    first.check();
  }

  /** A receipt on a till's screen. Returns whether for the first time. */
  boolean shown(String kit, Paper paper, String receipt, boolean again) {
    if (!once.shown(paper, receipt)) {
      return false;
    }
    tally.shown++;
    tally.refundsShown += paper.isRefund() ? 1 : 0;
    kept.shown(kit, receipt);
    stock.shown(kit, paper.pieces());
    if (!upstream.contains(receipt)) {
      first.shown(kit, paper);
    }
    return true;
  }

  /**
   * A refusal on a till's screen.
   *
   * @param keeps the receipt that stands under the number, as the box says, if that is why
   */
  void refused(String kit, Paper paper, Optional<String> keeps, boolean notPaired, String why) {
    if (notPaired) {
      throw new Broken(Promise.SHOWN_IS_KEPT, "%s has forgotten the till of %s", kit, paper);
    }
    if (keeps.isPresent()) {
      once.reuse(paper, keeps.get());
      if (!reports.contains(paper.place())) {
        first.reported(kit, paper.place());
      }
    } else if (paper.forged()) {
      throw new Broken(
          Promise.SHOWN_IS_KEPT,
          "a receipt was shown for %s, and %s does not know the number any more: %s",
          paper.place(),
          kit,
          why);
    }
  }

  void lookedUp(String kit, String receipt, boolean found) {
    kept.lookedUp(kit, receipt, found);
  }

  void readingsShown(String kit, long from, long to) {
    first.readingsShown(kit, from, to);
  }

  void packGiven(String kit, Pack pack) {
    stock.allotted(kit, Goods.allotted(pack));
  }

  void restarted(String kit, Box box) {
    first.up(kit, true);
    booksOf(kit, box);
  }

  void booksOf(String kit, Box box) {
    kept.mustStandIn(kit, receipt -> box.ledger().published(new ReceiptToken(receipt)) != null);
  }

  void down(String kit) {
    first.up(kit, false);
  }

  void disturbed(String kit, long until) {
    first.disturbed(kit, until);
  }

  void connected(String kit) {
    first.connected(kit);
  }

  void disconnected(String kit) {
    first.disconnected(kit);
  }

  void arrived(String kit, DeltaClass deltaClass, long seq, byte[] bytes) {
    if (deltaClass == DeltaClass.P3) {
      first.readingArrived(kit, seq);
      return;
    }
    Arrival arrival = Arrival.read(bytes);
    if (arrival.isMoney()) {
      upstream.add(arrival.receipt());
      once.arrived(kit, seq, arrival);
      kept.arrived(arrival.receipt());
      stock.arrived(kit, arrival.pieces());
      first.moneyArrived(kit, arrival.receipt());
    } else if (!arrival.place().isEmpty()) {
      reports.add(arrival.place());
      first.reportArrived(kit, arrival.place());
    }
  }

  void arrivedAgain(String kit, DeltaClass deltaClass, long seq, byte[] before, byte[] bytes) {
    once.arrivedAgain(kit, deltaClass, seq, before, bytes);
  }

  void lostByTheBroker(String kit, List<Card.Delta> deltas) {
    for (Card.Delta delta : deltas) {
      if (delta.deltaClass() == DeltaClass.P3) {
        first.readingExcused(kit, delta.seq());
        continue;
      }
      Arrival lost = Arrival.read(delta.bytes());
      if (lost.isMoney()) {
        first.moneyExcused(kit, lost.receipt());
      } else {
        first.reportExcused(kit, lost.place());
      }
    }
  }

  /** All has had its time. */
  void atTheEnd() {
    kept.allUpstream();
    once.neverMoreBack();
  }
}
