package dev.roadcase.app.uplink;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.queue.Ack;
import dev.roadcase.core.queue.AckCheck;
import dev.roadcase.core.queue.AckCheck.Result;
import dev.roadcase.core.queue.CheckedAck;
import dev.roadcase.core.queue.Dispatcher;
import dev.roadcase.core.queue.Outbox;
import dev.roadcase.core.queue.SequenceSet;
import dev.roadcase.core.queue.SetBack;
import dev.roadcase.core.queue.UplinkFact.SetBackFound;
import dev.roadcase.wire.event.AckRefused;
import dev.roadcase.wire.event.SignedAck;
import dev.roadcase.wire.event.UpstreamAck;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Upstream's acks: each is held against the box's own facts, believed at once or refused, and the
 * latest of them written down once a second. One that does not agree is evidence that this box was
 * set back: from then on nothing leaves. Used by the uplink's thread.
 */
final class AckIntake {
  private static final long WRITE_DOWN_EVERY = Duration.ofSeconds(1).toNanos();

  /**
   * Characters. Upstream's acks are about 700; with 256 ranges in each of four classes, and 128 of
   * dead letters in two, under 70,000.
   */
  private static final int ACK_MAX = 96 * 1024;

  private final UplinkConfig config;
  private final AckCheck.Facts facts;
  private final UplinkLedger ledger;
  private final Outbox outbox;
  private final SetBack setBack;
  private final Dispatcher dispatcher;
  private final Presence presence;
  private final Complaints complaints;
  private final LongSupplier nanos;
  private final Map<RefusedAck, Long> refused = new EnumMap<>(RefusedAck.class);

  private @Nullable AckCheck check;
  private @Nullable CheckedAck unwritten;
  private @Nullable SetBackFound evidence;
  private long writtenAt;
  private OptionalLong ackAt = OptionalLong.empty();

  AckIntake(
      UplinkConfig config,
      AckCheck.Facts facts,
      UplinkLedger ledger,
      Outbox outbox,
      SetBack setBack,
      Dispatcher dispatcher,
      Presence presence,
      Complaints complaints,
      LongSupplier nanos) {
    this.config = config;
    this.facts = facts;
    this.ledger = ledger;
    this.outbox = outbox;
    this.setBack = setBack;
    this.dispatcher = dispatcher;
    this.presence = presence;
    this.complaints = complaints;
    this.nanos = nanos;
  }

  /** Begins with what the outbox has written down, on the thread that hears. */
  void begin() {
    check = new AckCheck(config.incarnation(), outbox, facts);
    if (setBack.published().isPresent()) {
      dispatcher.halt();
    }
  }

  /**
   * An ack was heard.
   *
   * @param live whether it was said while we listened; else the broker had retained it
   */
  void hear(byte[] payload, boolean live) {
    if (payload.length == 0) {
      return; // A retained message that was cleared.
    }
    if (payload.length > ACK_MAX) {
      refuse(RefusedAck.GARBAGE, "an ack of " + payload.length + " bytes");
      return;
    }
    Verified<UpstreamAck> ack;
    try {
      ack =
          SignedAck.verify(
              new String(payload, StandardCharsets.UTF_8),
              config.upstreamKey(),
              config.kit(),
              config.incarnation());
    } catch (AckRefused e) {
      refuse(RefusedAck.of(e.why()), String.valueOf(e.getMessage()));
      return;
    }
    judge(SignedAck.claims(ack, live));
  }

  /** Handed in until the outbox holds it: what the mailbox took, a full disk may still refuse. */
  void writeDown(long now) {
    SetBackFound found = evidence;
    if (found != null) {
      writeDown(found, now);
      return;
    }
    CheckedAck latest = unwritten;
    if (latest == null || now - writtenAt < WRITE_DOWN_EVERY) {
      return;
    }
    if (outbox.holds(latest)) {
      unwritten = null;
      return;
    }
    writtenAt = now;
    ledger.acknowledged(latest);
  }

  /** When {@link #writeDown} has something to do next; empty when it has nothing. */
  OptionalLong writeDownAt() {
    return unwritten == null && evidence == null
        ? OptionalLong.empty()
        : OptionalLong.of(writtenAt + WRITE_DOWN_EVERY);
  }

  /** When upstream last said something believable; empty when it never has. */
  OptionalLong ackAt() {
    return ackAt;
  }

  /** How many acks were ignored, by why. */
  Map<RefusedAck, Long> refused() {
    return Map.copyOf(refused);
  }

  private void judge(Verified<Ack> ack) {
    switch (Objects.requireNonNull(check).check(ack)) {
      case Result.Believed(CheckedAck believed, List<DeltaClass> ahead) -> {
        believe(believed);
        for (DeltaClass deltaClass : ahead) {
          refuse(
              RefusedAck.FUTURE,
              "it claims %s beyond the %d that were given out"
                  .formatted(deltaClass.word(), outbox.published(deltaClass).highest()));
        }
      }
      case Result.IsSetBack(SetBackFound found) -> setBack(found);
      case Result.Outdated(var epoch) ->
          refuse(RefusedAck.OUTDATED, "the broker kept it from upstream's epoch " + epoch);
      case Result.OtherIncarnation(var named) ->
          refuse(RefusedAck.OTHER_INCARNATION, "it speaks of " + named);
    }
  }

  private void believe(CheckedAck ack) {
    long now = nanos.getAsLong();
    ackAt = OptionalLong.of(now);
    for (DeltaClass deltaClass : DeltaClass.values()) {
      SequenceSet taken = ack.belief(deltaClass).taken();
      if (ack.anew()) {
        dispatcher.replaced(deltaClass, taken, now);
      } else {
        dispatcher.acked(deltaClass, taken, now);
      }
    }
    if (ack.anew() || (ack.ack().live() && !presence.upstreamIsHere())) {
      presence.upstreamIsHere(true);
    }
    unwritten = ack;
    ledger.heard(ack.ack());
  }

  private void setBack(SetBackFound found) {
    // It has answered, if not as it should.
    ackAt = OptionalLong.of(nanos.getAsLong());
    dispatcher.halt();
    unwritten = null;
    if (evidence == null && setBack.published().isEmpty()) {
      evidence = found;
      writtenAt = nanos.getAsLong() - WRITE_DOWN_EVERY;
    }
    refuse(
        RefusedAck.SET_BACK,
        "upstream has other facts of %s than this box (up to %d, here %d): the data folder was set"
                .formatted(found.deltaClass().word(), found.upstream(), found.here())
            + " back, or lives twice. Nothing is sold and nothing is sent. See roadcase box adopt");
  }

  private void refuse(RefusedAck kind, String why) {
    refused.merge(kind, 1L, Long::sum);
    complaints.about(
        kind.word(), "An ack from upstream is ignored: " + why + ".", nanos.getAsLong());
  }

  private void writeDown(SetBackFound found, long now) {
    if (setBack.published().isPresent()) {
      evidence = null;
    } else if (now - writtenAt >= WRITE_DOWN_EVERY) {
      writtenAt = now;
      ledger.setBack(found);
    }
  }
}
