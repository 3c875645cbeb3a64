package dev.roadcase.app.box;

import dev.roadcase.core.audit.SiteTree;
import dev.roadcase.core.departure.ExportFact.BooksExported;
import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.link.LinkFact.LinkChanged;
import dev.roadcase.core.link.Session;
import dev.roadcase.core.power.PowerFact.PowerChanged;
import dev.roadcase.core.queue.CheckedAck;
import dev.roadcase.core.queue.SequenceSet;
import dev.roadcase.core.queue.UplinkFact.SetBackFound;
import dev.roadcase.core.queue.UplinkFact.UpstreamAcked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was seen, and is written down if it is news. */
public sealed interface NoteCommand extends Command<Command.Done> {
  @Override
  default OnFullDisk onFullDisk(Box box) {
    return OnFullDisk.PROCEED;
  }

  /**
   * The battery's state; minutes are -1 when unknown. Journalled when it changed enough to matter.
   */
  record NotePower(boolean mains, int percent, int minutesLeft) implements NoteCommand {
    @Override
    public Decision<Done> decide(Box box, Now now) {
      return ifAny(box.power().note(new PowerChanged(mains, percent, minutesLeft)));
    }
  }

  /** Whether upstream answers, and by which link. Journalled when it changed. */
  record NoteLink(boolean reachable, String via) implements NoteCommand {
    @Override
    public Decision<Done> decide(Box box, Now now) {
      return ifAny(box.link().note(new LinkChanged(reachable, via)));
    }
  }

  /**
   * What upstream's database holds of this box, and what it has lost.
   *
   * @param session over which it came
   */
  record NoteAck(CheckedAck ack, Session session) implements NoteCommand {
    @Override
    public Decision<Done> decide(Box box, Now now) {
      List<FactBody> noted = new ArrayList<>(box.outbox().acknowledged(ack));
      SequenceSet p1 =
          acknowledgedBy(noted, DeltaClass.P1)
              .orElseGet(() -> box.outbox().staged(DeltaClass.P1).acked());
      noted.addAll(box.auth().tokens().completeSync(session, p1.prefix(), now).facts());
      acknowledgedBy(noted, DeltaClass.P3)
          .ifPresent(
              acked -> noted.addAll(box.telemetry().gone(acked, box.outbox(), "upstream lost it")));
      return new Decision<>(noted, new Done());
    }

    private static Optional<SequenceSet> acknowledgedBy(List<FactBody> facts, DeltaClass of) {
      for (FactBody fact : facts) {
        if (fact instanceof UpstreamAcked more && more.deltaClass() == of) {
          return Optional.of(new SequenceSet(more.prefix(), more.ranges()));
        }
      }
      return Optional.empty();
    }
  }

  /** Upstream has what this box has not. Written down once. */
  record NoteSetBack(SetBackFound evidence) implements NoteCommand {
    @Override
    public Decision<Done> decide(Box box, Now now) {
      return ifAny(box.setBack().note(evidence));
    }
  }

  /** The books were exported. Written down unless an export that holds as much was before. */
  record NoteExport(BooksExported books) implements NoteCommand {
    @Override
    public Decision<Done> decide(Box box, Now now) {
      return ifAny(box.exports().note(books));
    }
  }

  /**
   * Write the newest tree head down, if it is time. Signed as it is decided, so that it vouches for
   * every fact before it and for no other; the signature follows from key and head alone.
   *
   * @param last the box is about to stop: what has changed is vouched for before that
   */
  record AnchorHead(SiteTree.Signer signer, boolean last) implements NoteCommand {
    @Override
    public Decision<Done> decide(Box box, Now now) {
      return ifAny(box.tree().anchor(signer, last, now));
    }

    @Override
    public OnFullDisk onFullDisk(Box box) {
      return OnFullDisk.ANSWER_ONLY;
    }
  }

  private static Decision<Done> ifAny(Optional<? extends FactBody> fact) {
    return fact.map(body -> Decision.of(new Done(), body))
        .orElseGet(() -> Decision.nothing(new Done()));
  }
}
