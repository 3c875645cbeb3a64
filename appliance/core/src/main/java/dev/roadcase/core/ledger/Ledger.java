package dev.roadcase.core.ledger;

import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Machine;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.Reads;
import dev.roadcase.core.fact.SnapshotPart;
import dev.roadcase.core.fact.Staged;
import dev.roadcase.core.fact.StagedValue;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.ledger.PriceList.Prices;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Money;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Reference;
import dev.roadcase.core.sale.Refund;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.SaleFact.RefundGiven;
import dev.roadcase.core.sale.SaleFact.SaleTaken;
import dev.roadcase.core.sale.SaleFact.SequenceReused;
import dev.roadcase.core.sale.SignedRefund;
import dev.roadcase.core.sale.SignedSale;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The books of one box: a sale once, a refund once, never more back than came in.
 *
 * <p>The story of a sale: has this device used this sequence before? Then it is the same sale, and
 * the answer is the first one, or it is another, and that is refused and reported. Do the prices,
 * taxes and the total agree with the pack that the till showed? Does this box hold the right to
 * sell it all? Then it is written down.
 */
public final class Ledger implements Machine {
  private final Mode mode;
  private final Books books = new Books();
  private final Staged<DeviceSequence, ReceiptToken> reported = new Staged<>();
  private final StagedValue<Last> newest = new StagedValue<>(new Last(null));
  private final StagedValue<Totals> totals = new StagedValue<>(new Totals(0, 0, 0, 0));

  /** Counts and sums of this mode's books; amounts in minor units of the show's currency. */
  public record Totals(long sales, long taken, long refunds, long refunded) {}

  /**
   * The sale that was taken last.
   *
   * @param at when it was taken
   */
  public record Newest(long classSeq, Now at) {}

  /** A box that has just been born has sold nothing. */
  public record Last(@Nullable Newest sale) {}

  public record State(Books.State books, Totals totals, Last newest) {}

  public Ledger(Mode mode) {
    this.mode = mode;
  }

  public Decision<SaleOutcome> sell(
      Verified<SignedSale> verified, Now now, PriceList prices, Rights rights) {
    SignedSale signed = verified.value();
    Sale sale = signed.sale();
    ReceiptToken kept = books.receiptOf(sale.sequence());
    if (kept != null) {
      return kept.equals(signed.receipt())
          ? Decision.nothing(new SaleOutcome.Taken(kept, true))
          : conflict(
              sale.sequence(),
              kept,
              signed.receipt(),
              new SaleOutcome.Refused(new SaleRefusal.SequenceReused(kept)));
    }
    Optional<SaleRefusal> refusal = judge(sale, prices.at(sale.packVersion(), now), rights);
    return refusal.isPresent()
        ? Decision.nothing(new SaleOutcome.Refused(refusal.get()))
        : Decision.of(new SaleOutcome.Taken(signed.receipt(), false), new SaleTaken(signed));
  }

  public Decision<RefundOutcome> refund(Verified<SignedRefund> verified) {
    SignedRefund signed = verified.value();
    Refund refund = signed.refund();
    ReceiptToken kept = books.receiptOf(refund.sequence());
    if (kept != null) {
      return kept.equals(signed.receipt())
          ? Decision.nothing(new RefundOutcome.Given(kept, true))
          : conflict(
              refund.sequence(), kept, signed.receipt(), new RefundOutcome.SequenceReused(kept));
    }
    Booking sale = books.get(refund.of());
    if (sale == null || sale.kind() != Booking.Kind.SALE) {
      return Decision.nothing(new RefundOutcome.UnknownSale(refund.of()));
    }
    if (!sale.currency().equals(refund.currency())) {
      return Decision.nothing(new RefundOutcome.WrongCurrency(sale.currency()));
    }
    long left = sale.amount() - sale.refunded();
    return refund.amount() > left
        ? Decision.nothing(new RefundOutcome.MoreThanTaken(left))
        : Decision.of(new RefundOutcome.Given(signed.receipt(), false), new RefundGiven(signed));
  }

  /** Any thread's view: a sale or refund that is on the disk. */
  public @Nullable Booking published(ReceiptToken receipt) {
    return books.published(receipt);
  }

  /**
   * Any thread's view: the sales and refunds on the disk with that reference, oldest first.
   *
   * @param most of how many at most
   */
  public List<Booking> published(Reference reference, int most) {
    return books.published(reference, most);
  }

  /**
   * Any thread's view: the greatest number under which this device has booked a sale or refund, 0
   * for none. A device that lost its count goes on behind it.
   */
  public long lastSequence(DeviceId device) {
    return books.lastSequence(device);
  }

  /** Any thread's view: the sale that was taken last, with when. */
  public Optional<Newest> newest() {
    return Optional.ofNullable(newest.published().sale());
  }

  public Totals published() {
    return totals.published();
  }

  @Override
  public Reads reads() {
    return Reads.OWN;
  }

  @Override
  public void apply(Entry entry) {
    if (entry.fact().mode() != mode) {
      return;
    }
    switch (entry.fact().body()) {
      case SaleTaken f -> {
        newest.set(new Last(new Newest(entry.fact().classSeq(), entry.fact().now())));
        Sale sale = f.signed().sale();
        Totals t = totals.get();
        totals.set(new Totals(t.sales() + 1, t.taken() + sale.total(), t.refunds(), t.refunded()));
        books.book(
            booking(
                entry,
                f.signed().receipt(),
                sale.sequence(),
                Booking.Kind.SALE,
                new Money(sale.total(), sale.currency())));
      }
      case RefundGiven f -> {
        Refund refund = f.signed().refund();
        Totals t = totals.get();
        totals.set(
            new Totals(t.sales(), t.taken(), t.refunds() + 1, t.refunded() + refund.amount()));
        books.book(
            booking(
                entry,
                f.signed().receipt(),
                refund.sequence(),
                Booking.Kind.REFUND,
                new Money(refund.amount(), refund.currency())),
            refund.of());
      }
      case SequenceReused f -> reported.put(f.sequence(), f.refused());
      default -> {}
    }
  }

  @Override
  public void publish() {
    books.publish();
    reported.publish();
    totals.publish();
    newest.publish();
  }

  @Override
  public void discard() {
    books.discard();
    reported.discard();
    totals.discard();
    newest.discard();
  }

  @Override
  public Optional<SnapshotPart<?>> snapshotPart() {
    return Optional.of(new SnapshotPart<>("ledger", 1, State.class, this::state, this::restore));
  }

  public State state() {
    return new State(books.state(), totals.published(), newest.published());
  }

  public void restore(State state) {
    books.restore(state.books());
    totals.set(state.totals());
    newest.set(state.newest());
    publish();
  }

  private static Booking booking(
      Entry entry, ReceiptToken receipt, DeviceSequence sequence, Booking.Kind kind, Money amount) {
    return new Booking(
        receipt,
        sequence,
        kind,
        entry.position(),
        entry.fact().classSeq(),
        amount.minor(),
        0,
        amount.currency());
  }

  /** Each reused number is written down once; a device that insists does not fill the journal. */
  private <O> Decision<O> conflict(
      DeviceSequence sequence, ReceiptToken kept, ReceiptToken refused, O outcome) {
    return reported.get(sequence) != null
        ? Decision.nothing(outcome)
        : Decision.of(outcome, new SequenceReused(sequence, kept, refused));
  }

  private static Optional<SaleRefusal> judge(Sale sale, Prices prices, Rights rights) {
    return switch (prices) {
      case Prices.NoPack() -> Optional.of(new SaleRefusal.NothingOnOffer());
      case Prices.Valid(Pack pack, Pack present, var honoured) -> {
        Optional<SaleRefusal> wrong = against(pack, sale, honoured);
        if (wrong.isPresent()
            && wrong.get() instanceof SaleRefusal.WrongPrice price
            && honoured.containsKey(price.sku())) {
          yield superseded(present, sale);
        }
        yield wrong.isPresent() ? wrong : shortage(present, sale, rights);
      }
      case Prices.Superseded(Pack present) -> {
        // A version that never was is nobody's price list; the first is 1.
        if (sale.packVersion() < 1 || sale.packVersion() > present.version()) {
          yield superseded(present, sale);
        }
        // What has not changed is honoured whatever version the till had.
        Optional<SaleRefusal> wrong = against(present, sale, Map.of());
        yield wrong.isPresent() ? superseded(present, sale) : shortage(present, sale, rights);
      }
    };
  }

  private static Optional<SaleRefusal> against(Pack pack, Sale sale, Map<Sku, Set<Long>> honoured) {
    if (!sale.currency().equals(pack.currency())) {
      return Optional.of(new SaleRefusal.WrongCurrency(pack.currency()));
    }
    long total = 0;
    for (int i = 0; i < sale.lines().size(); i++) {
      Line line = sale.lines().get(i);
      Item item = pack.items().get(line.sku());
      if (item == null) {
        return Optional.of(new SaleRefusal.UnknownSku(line.sku()));
      }
      if (line.unitPrice() != item.price().minor()
          && !honoured.getOrDefault(line.sku(), Set.of()).contains(line.unitPrice())) {
        return Optional.of(new SaleRefusal.WrongPrice(i, line.sku(), item.price().minor()));
      }
      long amount = TaxRate.extend(line.unitPrice(), line.quantity());
      long tax = taxOf(pack, item, amount);
      if (line.tax() != tax) {
        return Optional.of(new SaleRefusal.WrongTax(i, line.sku(), tax));
      }
      total += pack.taxIncluded() ? amount : amount + tax;
      if (amount > Money.LIMIT || total > Money.LIMIT) {
        return Optional.of(new SaleRefusal.TooMuch());
      }
    }
    return sale.total() == total
        ? Optional.empty()
        : Optional.of(new SaleRefusal.WrongTotal(total));
  }

  private static Optional<SaleRefusal> shortage(Pack present, Sale sale, Rights rights) {
    Map<Sku, Long> wanted = new LinkedHashMap<>();
    for (Line line : sale.lines()) {
      wanted.merge(line.sku(), line.quantity().milli(), Long::sum);
    }
    for (Map.Entry<Sku, Long> want : wanted.entrySet()) {
      Item item = present.items().get(want.getKey());
      if (item == null) {
        return Optional.of(new SaleRefusal.UnknownSku(want.getKey()));
      }
      if (item.stock() instanceof Stock.Tracked) {
        Quantity held = rights.held(want.getKey());
        if (want.getValue() > held.milli()) {
          return Optional.of(
              new SaleRefusal.SoldOut(
                  want.getKey(), new Quantity(Math.min(want.getValue(), Quantity.LIMIT)), held));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<SaleRefusal> superseded(Pack present, Sale sale) {
    List<SaleRefusal.PriceSuperseded.Present> now = new ArrayList<>();
    for (Line line : sale.lines()) {
      Item item = present.items().get(line.sku());
      if (item == null) {
        return Optional.of(new SaleRefusal.UnknownSku(line.sku()));
      }
      long amount = TaxRate.extend(item.price().minor(), line.quantity());
      now.add(
          new SaleRefusal.PriceSuperseded.Present(
              line.sku(), item.price().minor(), taxOf(present, item, amount)));
    }
    return Optional.of(new SaleRefusal.PriceSuperseded(present.version(), now));
  }

  private static long taxOf(Pack pack, Item item, long amount) {
    TaxRate rate = pack.rateOf(item);
    return pack.taxIncluded() ? rate.containedIn(amount) : rate.onTopOf(amount);
  }
}
