package dev.roadcase.tests.simulation;

import static dev.roadcase.tests.simulation.Timeline.MILLI;
import static dev.roadcase.tests.simulation.Timeline.SECOND;

import dev.roadcase.app.box.Command;
import dev.roadcase.app.journal.NotNow;
import dev.roadcase.core.auth.Verified;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.ledger.RefundOutcome;
import dev.roadcase.core.ledger.SaleOutcome;
import dev.roadcase.core.ledger.SaleRefusal;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.wire.fact.SaleJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A till: one customer at a time, asked again until there is an answer. Sometimes it asks for what
 * it has been shown already, or signs something else under an old number.
 */
final class Till {
  private static final long TIMEOUT = 2 * SECOND;

  /** A sale whose receipt was shown, and how much of it has been promised back. */
  private static final class Sold {
    final Paper paper;
    long refunded;

    Sold(Paper paper) {
      this.paper = paper;
    }
  }

  private final Simulation world;
  private final Timeline timeline;
  private final SimulatedBox box;
  private final PublicKey key;
  private final DeviceId device;
  private final Dice dice;
  private final List<Sold> sold = new ArrayList<>();
  private final List<Paper> answered = new ArrayList<>();
  private int packVersion = 1;
  private long number;
  private long customers;
  private long attempt;
  private boolean closing;
  private boolean waiting;
  private @Nullable Paper atTheCounter;

  Till(Simulation world, SimulatedBox box, int index, Dice dice) {
    this.world = world;
    this.timeline = world.timeline();
    this.box = box;
    this.dice = dice;
    String x = (box.name() + "-" + index + "-").replace('.', '-');
    key = new PublicKey(x + "A".repeat(43 - x.length()), "B".repeat(43));
    device = DeviceId.of(key);
  }

  PublicKey key() {
    return key;
  }

  void openForBusiness() {
    think();
  }

  /** No new customers. */
  void close() {
    closing = true;
  }

  /** Whether there is no customer at the counter. */
  boolean idle() {
    return closing && !waiting;
  }

  void learnPack(int version) {
    packVersion = Math.max(packVersion, version);
  }

  /** Somebody comes just now and wants this. */
  void customer(String sku) {
    if (!waiting && !closing) {
      customers++;
      waiting = true;
      number++;
      Map<String, Long> one = Map.of(sku, 1L);
      ask(Paper.sale(new DeviceSequence(device, number), false, pack(), one, timeline.now(), dice));
    }
  }

  private void think() {
    waiting = false;
    customers++;
    long next = customers;
    timeline.after(
        dice.soon(world.scenario().think()),
        () -> {
          if (next == customers) {
            serve();
          }
        });
  }

  private void serve() {
    if (closing) {
      return;
    }
    waiting = true;
    double what = dice.nextDouble();
    double refunds = world.scenario().refunds();
    if (what < refunds && !sold.isEmpty()) {
      ask(refund());
    } else if (what < refunds + 0.05 && !answered.isEmpty()) {
      world.tally().retries++;
      ask(any(answered));
    } else if (what < refunds + 0.07 && !answered.isEmpty()) {
      world.tally().forgeries++;
      ask(forged(any(answered)));
    } else if (what < refunds + 0.09 && !answered.isEmpty()) {
      lookUp(any(answered));
    } else {
      ask(sale());
    }
  }

  private Paper sale() {
    number++;
    return Paper.sale(
        new DeviceSequence(device, number), false, pack(), basket(), timeline.now(), dice);
  }

  private Paper refund() {
    number++;
    Sold of = any(sold);
    long left = of.paper.amount() - of.refunded;
    long amount = left > 1 && dice.happens(0.8) ? dice.between(1, left) : left + 1;
    if (amount <= left) {
      of.refunded += amount;
    }
    return Paper.refund(
        new DeviceSequence(device, number), of.paper.receipt(), amount, timeline.now(), dice);
  }

  private Paper forged(Paper paper) {
    return Paper.sale(
        new DeviceSequence(device, paper.number()), true, pack(), basket(), timeline.now(), dice);
  }

  private Map<String, Long> basket() {
    Map<String, Long> pieces = new LinkedHashMap<>();
    if (dice.happens(0.3)) {
      pieces.put(any(Goods.FEW), dice.between(1L, 2L));
    }
    if (dice.happens(0.4)) {
      pieces.put(Goods.COUNTED, 1L);
    }
    if (pieces.isEmpty() || dice.happens(0.5)) {
      pieces.put(Goods.ENDLESS, dice.between(1L, 3L));
    }
    return pieces;
  }

  private Pack pack() {
    return world.goods().pack(packVersion).value();
  }

  /** Sends it, and again when there is no answer in time. */
  private void ask(Paper paper) {
    atTheCounter = paper;
    attempt++;
    long mine = attempt;
    String jws = paper.jws(dice);
    box.radio().send(() -> arrive(paper, jws));
    timeline.after(
        TIMEOUT + dice.between(0L, 500 * MILLI),
        () -> {
          if (mine == attempt) {
            world.tally().retries++;
            ask(paper);
          }
        });
  }

  /** At the box's door; nobody is there while it starts. */
  private void arrive(Paper paper, String jws) {
    box.open()
        .ifPresent(shell -> {
          if (paper.isRefund()) {
            shell.submit(
                new Command.GiveRefund(new Verified<>(SaleJson.journalledRefund(jws))),
                answer(outcome -> refundShown(paper, outcome)),
                notNow(paper));
          } else {
            shell.submit(
                new Command.Sell(shell.sale(jws)),
                answer(outcome -> saleShown(paper, outcome)),
                notNow(paper));
          }
        });
  }

  private <O> Consumer<O> answer(Consumer<O> shown) {
    return outcome -> box.radio().send(() -> shown.accept(outcome));
  }

  private Consumer<NotNow> notNow(Paper paper) {
    return e -> {
      long mine = attempt;
      box.radio()
          .send(() -> {
            if (mine == attempt) {
              attempt++;
              long next = attempt;
              timeline.after(
                  e.retryAfterSeconds() * SECOND / 2 + dice.between(0L, SECOND),
                  () -> {
                    if (next == attempt) {
                      ask(paper);
                    }
                  });
            }
          });
    };
  }

  /** An answer on the screen: from here on it is promised. */
  private void saleShown(Paper paper, SaleOutcome outcome) {
    timeline.note("%s: shows %s: %s", box.name(), paper, outcome);
    switch (outcome) {
      case SaleOutcome.Taken(ReceiptToken receipt, boolean again) -> {
        boolean first = world.witness().shown(box.name(), paper, receipt.value(), again);
        if (first) {
          sold.add(new Sold(paper));
          answered.add(paper);
        }
      }
      case SaleOutcome.Refused(SaleRefusal why) -> {
        world.tally().refused++;
        Optional<String> kept =
            why instanceof SaleRefusal.SequenceReused(ReceiptToken receipt)
                ? Optional.of(receipt.value())
                : Optional.empty();
        world
            .witness()
            .refused(box.name(), paper, kept, why instanceof SaleRefusal.NotPaired, "" + why);
        if (why instanceof SaleRefusal.PriceSuperseded superseded) {
          learnPack((int) superseded.packVersion());
        }
      }
    }
    served(paper);
  }

  private void refundShown(Paper paper, RefundOutcome outcome) {
    timeline.note("%s: shows %s: %s", box.name(), paper, outcome);
    switch (outcome) {
      case RefundOutcome.Given(ReceiptToken receipt, boolean again) -> {
        if (world.witness().shown(box.name(), paper, receipt.value(), again)) {
          answered.add(paper);
        }
      }
      case RefundOutcome.SequenceReused(ReceiptToken kept) ->
          refused(paper, Optional.of(kept.value()), false, outcome);
      case RefundOutcome.NotPaired n -> refused(paper, Optional.empty(), true, outcome);
      case RefundOutcome.UnknownSale u ->
          throw new Broken(
              Promise.SHOWN_IS_KEPT,
              "%s does not know the sale %s, whose receipt was shown",
              box.name(),
              paper.of());
      case RefundOutcome.WrongCurrency w -> refused(paper, Optional.empty(), false, outcome);
      case RefundOutcome.MoreThanTaken m -> refused(paper, Optional.empty(), false, outcome);
    }
    served(paper);
  }

  private void refused(Paper paper, Optional<String> kept, boolean unpaired, RefundOutcome why) {
    world.tally().refused++;
    world.witness().refused(box.name(), paper, kept, unpaired, why.toString());
  }

  /** {@code GET /receipts/…}: from published state, past the writer. */
  private void lookUp(Paper paper) {
    box.radio()
        .send(() ->
            box.open()
                .ifPresent(shell -> {
                  boolean found =
                      shell.box().ledger().published(new ReceiptToken(paper.receipt())) != null;
                  box.radio()
                      .send(() -> world.witness().lookedUp(box.name(), paper.receipt(), found));
                }));
    think();
  }

  /** The customer goes; late answers and those that come twice are shown, and change nothing. */
  private void served(Paper paper) {
    if (waiting && paper.equals(atTheCounter)) {
      attempt++;
      think();
    }
  }

  private <T> T any(List<T> all) {
    // The latest mostly: what is just on its way through the box is what breaks.
    int size = all.size();
    return all.get(
        dice.happens(0.5)
            ? Math.max(0, size - 1 - (int) dice.between(0L, 2L))
            : (int) dice.between(0L, size - 1L));
  }
}
