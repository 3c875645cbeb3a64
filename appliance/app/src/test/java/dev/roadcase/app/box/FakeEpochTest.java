package dev.roadcase.app.box;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.roadcase.app.box.AuthCommand.Admit;
import dev.roadcase.app.box.AuthCommand.CompleteSync;
import dev.roadcase.app.box.AuthCommand.IssueToken;
import dev.roadcase.app.box.NoteCommand.NoteAck;
import dev.roadcase.core.auth.TokenFact;
import dev.roadcase.core.auth.Tokens;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.TokenGrant;
import dev.roadcase.core.identity.UpstreamEpoch;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.link.Session;
import dev.roadcase.core.queue.Ack;
import dev.roadcase.core.queue.AckCheck;
import dev.roadcase.core.queue.CheckedAck;
import dev.roadcase.core.queue.Holding;
import dev.roadcase.core.queue.SequenceSet;
import dev.roadcase.core.queue.UplinkFact;
import dev.roadcase.wire.fact.FactJson;
import dev.roadcase.wire.jws.SigningKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Who wants a site's tokens dead all at once makes the box believe that upstream has everything.
 * Whether an ack is signed is seen to before ({@code MqttUplinkTest}); these are signed.
 */
class FakeEpochTest {
  private static final Incarnation LIFE = Incarnation.born(1, 1);
  private static final PublicKey KEY = SigningKey.make(new SecureRandom()).publicKey();

  private final Box box =
      new Box(
          new Box.Identity(new FleetId("acme"), new KitId("kit-1"), LIFE, Mode.LIVE),
          new FactJson(id -> {
            throw new IllegalArgumentException("no packs here");
          }));
  private long nanos = 1;
  private Session session = Session.NONE;

  /** A token that was minted offline, and a session that has stood for long. */
  @BeforeEach
  void mintOffline() {
    decided(new Admit(KEY, Role.TILL, "a till", ""));
    decided(
        new IssueToken(
            DeviceId.of(KEY),
            Set.of(Scope.SELL),
            Duration.ofMinutes(15),
            TokenGrant.PAIRING,
            "",
            7,
            Session.NONE));
    session = new Session(true, nanos);
    nanos += Tokens.STABLE.plusSeconds(1).toNanos();
  }

  @Test // 26
  void noAckBeginsAnEpochButOneThatHoldsEveryIssuanceOfThisLife() {
    long last = box.auth().tokens().epoch().lastOffline();
    assertEquals(2, last, "after the pairing");
    for (Ack ack :
        List.of(
            ack(Incarnation.born(2, 2), SequenceSet.of(1, last)),
            ack(LIFE, SequenceSet.of(1, last + 1)),
            ack(LIFE, SequenceSet.of(1, 1L << 52)),
            others(SequenceSet.of(1, last)),
            ack(LIFE, new SequenceSet(0, List.of(new Range(2, last)))),
            ack(LIFE, SequenceSet.EMPTY))) {
      Optional<CheckedAck> believed = believed(ack);
      believed.ifPresent(
          checked -> assertEquals(0, began(decided(new NoteAck(checked, session))), ack::toString));
      assertEquals(0, began(decided(new CompleteSync(session))));
    }
  }

  @Test // 32
  void theAckAndTheEpochAreOneTransaction() {
    CheckedAck all = believed(ack(LIFE, SequenceSet.of(1, 2))).orElseThrow();
    List<FactType> facts = decided(new NoteAck(all, session));
    assertEquals(List.of(UplinkFact.UPSTREAM_ACKED, TokenFact.EPOCH_BEGAN), facts);
    assertEquals(0, began(decided(new NoteAck(all, session))), "replayed it says nothing");
    assertEquals(1, box.auth().tokens().epoch().epoch());
  }

  @Test // 32
  void aCrashBeforeTheSessionHadStoodLeavesNothingHalfDone() {
    CheckedAck all = believed(ack(LIFE, SequenceSet.of(1, 2))).orElseThrow();
    assertEquals(0, began(decided(new NoteAck(all, new Session(true, nanos)))));
    assertEquals(0, began(decided(new CompleteSync(Session.NONE))), "after a start there is none");
    assertEquals(1, began(decided(new CompleteSync(session))), "the clockwork makes up for it");
    assertEquals(0, began(decided(new CompleteSync(session))), "once");
  }

  /** What comes of it when it is held against this box's facts. */
  private Optional<CheckedAck> believed(Ack ack) {
    AckCheck check = new AckCheck(LIFE, box.outbox(), FakeEpochTest::sum);
    return check.check(new Verified<>(ack)) instanceof AckCheck.Result.Believed believed
        ? Optional.of(believed.ack())
        : Optional.empty();
  }

  private static Ack ack(Incarnation life, SequenceSet p1) {
    MultisetHash sum =
        p1.highest() > 1_000 ? MultisetHash.EMPTY : sum(DeltaClass.P1, p1.asRanges());
    return ack(life, p1, sum);
  }

  /** Of an upstream that has other facts under these numbers. */
  private static Ack others(SequenceSet p1) {
    return ack(LIFE, p1, MultisetHash.of(Hash.NONE).plus(new MultisetHash(1, 2, 3, 4)));
  }

  private static Ack ack(Incarnation life, SequenceSet p1, MultisetHash sum) {
    return new Ack(
        life,
        UpstreamEpoch.of(1),
        1,
        true,
        Map.of(DeltaClass.P1, new Holding(p1, SequenceSet.EMPTY, sum)));
  }

  private static MultisetHash sum(DeltaClass deltaClass, List<Range> ranges) {
    MultisetHash sum = MultisetHash.EMPTY;
    for (Range range : ranges) {
      for (long seq = range.from(); seq <= range.to(); seq++) {
        sum = sum.plus(MultisetHash.of(Hash.of((deltaClass + "/" + seq).getBytes(UTF_8))));
      }
    }
    return sum;
  }

  private List<FactType> decided(Command<?> command) {
    Now now = new Now("boot-1", nanos, nanos / 1_000_000, Now.OPEN, nanos / 1_000_000);
    List<FactType> facts =
        box.decide(now, command).entries().stream().map(e -> e.fact().body().type()).toList();
    box.publish();
    return facts;
  }

  private static long began(List<FactType> facts) {
    return facts.stream().filter(type -> type == TokenFact.EPOCH_BEGAN).count();
  }
}
