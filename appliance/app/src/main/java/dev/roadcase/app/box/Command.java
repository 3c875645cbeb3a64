package dev.roadcase.app.box;

import dev.roadcase.core.audit.SiteTree;
import dev.roadcase.core.auth.Verified;
import dev.roadcase.core.fact.FactBody.BooksExported;
import dev.roadcase.core.fact.FactBody.SetBackFound;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.ledger.RefundOutcome;
import dev.roadcase.core.ledger.SaleOutcome;
import dev.roadcase.core.link.Session;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.queue.CheckedAck;
import dev.roadcase.core.sale.SignedRefund;
import dev.roadcase.core.sale.SignedSale;
import dev.roadcase.mesh.catalogue.PriceOutcome;
import java.util.List;

/**
 * What can be asked of a box, by anybody: the network, the crew, the hardware.
 *
 * @param <O> what it answers
 */
public sealed interface Command<O>
    permits AuthCommand,
        Command.Start,
        Command.Stop,
        Command.ApplyPack,
        Command.ChangePrice,
        Command.Sell,
        Command.GiveRefund,
        Command.NotePower,
        Command.NoteLink,
        Command.NoteAck,
        Command.NoteSetBack,
        Command.Adopt,
        Command.NoteExport,
        Command.ShedTelemetry,
        Command.TakeTelemetry,
        Command.AnchorHead,
        Command.Nudge {

  /** The process came up. The first command of a run. */
  record Start(String release, boolean clean) implements Command<Done> {}

  /** The process is about to end in good order. The last command of a run. */
  record Stop(String why) implements Command<Done> {}

  /**
   * Make this pack the one that counts.
   *
   * @param file the bytes that it was read from; the journal keeps them
   */
  @SuppressWarnings("ArrayRecordComponent") // handed through to the disk, compared by nobody
  record ApplyPack(Verified<Pack> pack, byte[] file) implements Command<ApplyOutcome> {}

  /**
   * The crew wants another price for one item.
   *
   * @param seen the price before them, minor units: when it is another by now, nothing changes
   * @param wanted minor units, 0 to {@link dev.roadcase.core.pack.Money#LIMIT}
   */
  record ChangePrice(Sku sku, long seen, long wanted) implements Command<PriceOutcome> {}

  record Sell(Verified<SignedSale> sale) implements Command<SaleOutcome> {}

  record GiveRefund(Verified<SignedRefund> refund) implements Command<RefundOutcome> {}

  /**
   * The battery's state; minutes are -1 when unknown. Journalled when it changed enough to matter.
   */
  record NotePower(boolean mains, int percent, int minutesLeft) implements Command<Done> {}

  /** Whether upstream answers, and by which link. Journalled when it changed. */
  record NoteLink(boolean reachable, String via) implements Command<Done> {}

  /**
   * What upstream's database holds of this box, and what it has lost.
   *
   * @param session over which it came
   */
  record NoteAck(CheckedAck ack, Session session) implements Command<Done> {}

  /** Upstream has what this box has not. Written down once. */
  record NoteSetBack(SetBackFound evidence) implements Command<Done> {}

  /**
   * Live on under the incarnation that this box was made with.
   *
   * @param former the incarnation up to here
   */
  record Adopt(Incarnation former) implements Command<Done> {}

  /** The books were exported. Written down unless an export that holds as much was before. */
  record NoteExport(BooksExported books) implements Command<Done> {}

  /** The disk runs out: what waits in p3 is given up, and the loss ledger says so. */
  record ShedTelemetry(String why) implements Command<Done> {}

  /** Telemetry of a device: no facts, rows of p3. */
  record TakeTelemetry(List<Sample> samples) implements Command<TelemetryTaken> {
    public TakeTelemetry {
      samples = List.copyOf(samples);
    }
  }

  /**
   * Write the newest tree head down, if it is time. Signed as it is decided, so that it vouches for
   * every fact before it and for no other; the signature follows from key and head alone.
   *
   * @param last the box is about to stop: what has changed is vouched for before that
   */
  record AnchorHead(SiteTree.Signer signer, boolean last) implements Command<Done> {}

  /** Nothing; comes back when everything before it is on the disk. */
  record Nudge() implements Command<Done> {}

  /** It happened; there is nothing to say about it. */
  record Done() {}

  /** The p3 sequences that the samples were given, both included. */
  record TelemetryTaken(long from, long to) {}
}
