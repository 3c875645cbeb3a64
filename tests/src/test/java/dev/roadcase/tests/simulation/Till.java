package dev.roadcase.tests.simulation;

import static dev.roadcase.tests.simulation.Timeline.MILLI;
import static dev.roadcase.tests.simulation.Timeline.SECOND;

import dev.roadcase.app.box.AuthCommand;
import dev.roadcase.app.box.NotNow;
import dev.roadcase.app.box.SaleCommand;
import dev.roadcase.core.auth.Claim;
import dev.roadcase.core.auth.IssueOutcome;
import dev.roadcase.core.auth.Tokens;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.TokenGrant;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.ledger.RefundOutcome;
import dev.roadcase.core.ledger.SaleOutcome;
import dev.roadcase.core.ledger.SaleRefusal;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.wire.fact.SaleJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A till: one customer at a time, asked again until there is an answer. Sometimes it asks for what
 * it has been shown already, or signs something else under an old number.
 */
final class Till {
  static final Set<Scope> SCOPES = EnumSet.of(Scope.SELL, Scope.REFUND, Scope.WATCH);

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
  private final Crew crew;
  private final Thief thief;
  private final String ownName;
  private final Dice dice;
  private PublicKey key;
  private DeviceId device;
  private int keys;
  private @Nullable Pass pass;
  private boolean crewIsBusy;
  private final List<Sold> sold = new ArrayList<>();
  private final List<Paper> answered = new ArrayList<>();
  private int packVersion = 1;
  private long number;
  private long customers;
  private long attempt;
  private boolean closing;
  private boolean waiting;
  private @Nullable Paper atTheCounter;

  Till(Simulation world, SimulatedBox box, int index, Crew crew, Thief thief, Dice dice) {
    this.world = world;
    this.timeline = world.timeline();
    this.box = box;
    this.dice = dice;
    this.crew = crew;
    this.thief = thief;
    ownName = box.name() + "-" + index + "-";
    key = nextKey();
    device = DeviceId.of(key);
  }

  private PublicKey nextKey() {
    String x = keys == 0 ? ownName : ownName + keys + "-";
    keys++;
    return new PublicKey(x + "A".repeat(43 - x.length()), "B".repeat(43));
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

  /** The crew believes that it is lost. */
  void putOut() {
    if (!crewIsBusy && !closing) {
      Optional.ofNullable(pass).ifPresent(thief::sawPutOut);
      crew.putOut(device);
    }
  }

  /** Somebody has copied its token; the crew has noticed. */
  void loseToken() {
    Pass lost = pass;
    if (lost != null) {
      thief.sawPutOut(lost);
      crew.revoke(lost);
    }
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

  /**
   * An answer to what its old key had signed comes late: with the new one it signs nothing of it.
   */
  private void noteAnswered(Paper paper) {
    if (paper.device().equals(device)) {
      answered.add(paper);
    }
  }

  private Paper forged(Paper paper) {
    world.witness().forged(device.value());
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
    Pass shown = pass;
    if (shown == null) {
      fetch();
    } else {
      String jws = paper.jws(dice);
      box.radio().send(() -> arrive(paper, jws, shown));
    }
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
  private void arrive(Paper paper, String jws, Pass shown) {
    box.open()
        .ifPresent(shell -> {
          Door.Word word = shell.door().admit(shown, paper.isRefund() ? Scope.REFUND : Scope.SELL);
          if (word != Door.Word.IN) {
            box.radio().send(() -> turnedAway(word, shown.device(), shown));
          } else if (paper.isRefund()) {
            shell.submit(
                new SaleCommand.GiveRefund(new Verified<>(SaleJson.journalledRefund(jws))),
                answer(outcome -> refundShown(paper, outcome)),
                notNow(paper));
          } else {
            shell.submit(
                new SaleCommand.Sell(shell.sale(jws)),
                answer(outcome -> saleShown(paper, outcome)),
                notNow(paper));
          }
        });
  }

  /** What a till does with it by itself, and what it needs the crew for. */
  private void turnedAway(Door.Word word, String whom, @Nullable Pass shown) {
    if (!whom.equals(device.value()) || crewIsBusy) {
      return;
    }
    timeline.note("%s: %s is turned away: %s", box.name(), device, word);
    switch (word) {
      case IN -> {}
      case NOT_PAIRED -> comeAgain();
      case SUSPENDED -> {
        crewIsBusy = true;
        crew.letGoOn(device, () -> crewIsBusy = false);
      }
      case EXPIRED, REVOKED, SUPERSEDED, UNSURE, UNKNOWN -> {
        if (shown != null && shown.equals(pass)) {
          pass = null;
          goOn();
        }
      }
    }
  }

  /** With a new key: the old one is dead for ever, and so is what it had signed. */
  private void comeAgain() {
    crewIsBusy = true;
    pass = null;
    key = nextKey();
    device = DeviceId.of(key);
    answered.clear();
    if (waiting) {
      attempt++;
      think();
    }
    timeline.after(
        dice.between(SECOND, 20 * SECOND), () -> crew.letIn(key, () -> crewIsBusy = false));
  }

  /** The customer at the counter does not have to wait for the next try. */
  private void goOn() {
    Paper paper = atTheCounter;
    if (waiting && paper != null) {
      ask(paper);
    }
  }

  /** A proof by its key is all that it needs. */
  private void fetch() {
    if (crewIsBusy) {
      return;
    }
    DeviceId whose = device;
    TokenGrant grant = pass == null ? TokenGrant.PAIRING : TokenGrant.RENEWAL;
    box.radio().send(() -> box.open().ifPresent(shell -> fetch(shell, whose, grant)));
  }

  private void fetch(Shell shell, DeviceId whose, TokenGrant grant) {
    Optional<Door.Word> unwelcome = shell.door().unwelcome(whose);
    if (unwelcome.isPresent()) {
      if (unwelcome.get() == Door.Word.NOT_PAIRED) {
        world.witness().notPaired(box.name(), whose.value());
      }
      box.radio().send(() -> turnedAway(unwelcome.get(), whose.value(), null));
      return;
    }
    long asked = timeline.now();
    Duration life = Duration.ofSeconds(world.scenario().gate().life());
    shell.submit(
        new AuthCommand.IssueToken(whose, SCOPES, life, grant, "", shell.place(), shell.session()),
        outcome -> {
          if (outcome instanceof IssueOutcome.Granted(Tokens.Issued token)) {
            Claim claim =
                new Claim(token.index(), token.subject(), token.generation(), token.expires());
            Pass fresh = world.witness().minted(box.name(), asked, shell.boot(), claim, life);
            box.radio().send(() -> tokenShown(fresh));
          }
        },
        notNow -> {});
  }

  private void tokenShown(Pass fresh) {
    boolean latest = pass == null || fresh.asked() > pass.asked();
    if (!fresh.device().equals(device.value()) || !latest) {
      return;
    }
    world.witness().tokenShown(fresh);
    thief.sees(fresh);
    boolean first = pass == null;
    pass = fresh;
    if (first) {
      goOn();
    }
    timeline.after(fresh.life().toNanos() * 2 / 3, () -> renew(fresh));
  }

  private void renew(Pass old) {
    if (old.equals(pass) && (!closing || waiting)) {
      fetch();
      timeline.after(fetchAgain(old), () -> renew(old));
    }
  }

  private static long fetchAgain(Pass old) {
    return Math.max(TIMEOUT, old.life().toNanos() / 20);
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
    if (outcome instanceof SaleOutcome.Refused(SaleRefusal.NotPaired n)) {
      putOutMeanwhile(paper);
      return;
    }
    switch (outcome) {
      case SaleOutcome.Taken(ReceiptToken receipt, boolean again) -> {
        boolean first = world.witness().shown(box.name(), paper, receipt.value(), again);
        if (first) {
          sold.add(new Sold(paper));
          noteAnswered(paper);
        }
      }
      case SaleOutcome.Refused(SaleRefusal why) -> {
        world.tally().refused++;
        Optional<String> kept =
            why instanceof SaleRefusal.SequenceReused(ReceiptToken receipt)
                ? Optional.of(receipt.value())
                : Optional.empty();
        world.witness().refused(box.name(), paper, kept, "" + why);
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
          noteAnswered(paper);
        }
      }
      case RefundOutcome.SequenceReused(ReceiptToken kept) ->
          refused(paper, Optional.of(kept.value()), outcome);
      case RefundOutcome.NotPaired n -> {
        putOutMeanwhile(paper);
        return;
      }
      case RefundOutcome.UnknownSale u ->
          throw new Broken(
              Promise.SHOWN_IS_KEPT,
              "%s does not know the sale %s, whose receipt was shown",
              box.name(),
              paper.of());
      case RefundOutcome.WrongCurrency w -> refused(paper, Optional.empty(), outcome);
      case RefundOutcome.MoreThanTaken m -> refused(paper, Optional.empty(), outcome);
      case RefundOutcome.SetBack b ->
          throw new Broken(
              Promise.SHOWN_IS_KEPT, "%s takes itself for set back: %s", box.name(), b.evidence());
    }
    served(paper);
  }

  private void refused(Paper paper, Optional<String> kept, RefundOutcome why) {
    world.tally().refused++;
    world.witness().refused(box.name(), paper, kept, why.toString());
  }

  /** Between the door and the writer. The next try hears at the door how it stands. */
  private void putOutMeanwhile(Paper paper) {
    world.witness().notPaired(box.name(), paper.device().value());
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
