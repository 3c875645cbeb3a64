package dev.roadcase.core.fact;

import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;

/**
 * One thing that happened, in its envelope. The envelope is frozen with the first release: see
 * {@code docs/journal.md}.
 *
 * @param seq within the chain, from 1, without a gap
 * @param prev hash of the stored bytes of the fact before it in the chain
 * @param classSeq sequence within the class in which it goes upstream, from 1; 0 when it does not
 *     go
 * @param command the command that caused it; facts of one command share it
 */
public record Fact(
    KitId kit,
    Incarnation incarnation,
    long seq,
    Hash prev,
    long classSeq,
    String command,
    Now now,
    Hlc hlc,
    Mode mode,
    FactBody body) {

  public FactType type() {
    return body.type();
  }

  public Chain chain() {
    return body.type().reach().chain();
  }

  /** Unique in the fleet for ever: kit, incarnation, chain, sequence. */
  public String id() {
    return kit + "/" + incarnation + "/" + chain().word() + "/" + seq;
  }
}
