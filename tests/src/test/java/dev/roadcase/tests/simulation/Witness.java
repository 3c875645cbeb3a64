package dev.roadcase.tests.simulation;

import dev.roadcase.app.box.Box;
import dev.roadcase.core.auth.Claim;
import dev.roadcase.core.auth.TokenFact;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.sale.ReceiptToken;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

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
  private final DeadIsDead dead;
  private final Set<String> upstream = new LinkedHashSet<>();
  private final Set<String> reports = new LinkedHashSet<>();

  Witness(Timeline timeline, Scenario scenario, Tally tally) {
    this.tally = tally;
    first = new MoneyFirst(timeline, scenario, tally);
    dead = new DeadIsDead(timeline, tally);
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
  void refused(String kit, Paper paper, Optional<String> keeps, String why) {
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

  void booted(String kit, String boot) {
    dead.booted(kit, boot);
  }

  void restarted(String kit, Box box, Predicate<Pass> known, long calendar) {
    first.up(kit, true);
    booksOf(kit, box);
    dead.restarted(kit, known, calendar);
  }

  /** A clock that somebody keeps told the box the time. */
  void timeKnown(String kit, long calendar) {
    dead.timeKnown(kit, calendar);
  }

  /** The journal has it on the disk. {@code late}: seen after a restart only. */
  void written(String kit, Entry entry, boolean late) {
    if (entry.fact().body() instanceof TokenFact.TokenIssued
        || entry.fact().body() instanceof TokenFact.EpochBegan) {
      dead.written(kit, entry.position(), Arrival.Stamp.read(entry.bytes()), late);
    }
  }

  Pass minted(String kit, long asked, String boot, Claim claim, Duration life) {
    return dead.minted(kit, asked, boot, claim, life);
  }

  void tokenShown(Pass pass) {
    dead.shown(pass);
  }

  void atTheDoor(String kit, Pass pass, Scope scope, Door.Word word, long calendar) {
    dead.atTheDoor(kit, pass, scope, word, calendar);
  }

  void given(String device, boolean granted) {
    dead.given(device, granted);
  }

  boolean isOut(String whom) {
    return dead.isOut(whom);
  }

  void putOutAsked(String whom) {
    dead.putOutAsked(whom);
  }

  void putOut(String whom) {
    dead.putOut(whom);
  }

  /** The box says so of a device that the crew had let in. */
  void notPaired(String kit, String device) {
    dead.notPaired(kit, device);
  }

  void forged(String device) {
    dead.forged(device);
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
    dead.connected(kit);
  }

  void disconnected(String kit) {
    first.disconnected(kit);
    dead.disconnected(kit);
  }

  void arrived(String kit, DeltaClass deltaClass, long seq, byte[] bytes) {
    if (deltaClass == DeltaClass.P3) {
      first.readingArrived(kit, seq);
      return;
    }
    dead.arrived(kit, Arrival.Stamp.read(bytes));
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
