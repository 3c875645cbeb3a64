package dev.roadcase.core.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.auth.DeviceFact.DeviceRevoked;
import dev.roadcase.core.auth.Tokens.Issued;
import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.Scope.Risk;
import dev.roadcase.core.identity.Subject;
import dev.roadcase.core.identity.TokenGrant;
import dev.roadcase.core.link.Session;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final Duration LIFE = Duration.ofMinutes(15);
  private static final DeviceId TILL = new DeviceId("d-AAAAAAAAAAAAAAAA");
  private static final DeviceId OTHER = new DeviceId("d-BBBBBBBBBBBBBBBB");
  private final Notebook book = new Notebook();
  private final Tokens tokens = new Tokens(Mode.LIVE);

  @Test
  void aTokenIsGoodUntilItsEndAndNotALifeLonger() {
    Issued token = issue(TILL, Session.NONE);
    assertEquals(Standing.GOOD, standing(token));
    book.pass(LIFE);
    assertEquals(Standing.GOOD, standing(token));
    book.pass(Duration.ofSeconds(1));
    assertEquals(Standing.EXPIRED, standing(token));
  }

  @Test
  void noStepOfAnyClockTouchesATokenOfThisBoot() {
    Issued token = issue(TILL, Session.NONE);
    for (long years : new long[] {10, -10, 56, -56}) {
      long step = years * 365 * 24 * 3_600_000L;
      long lo = Math.max(0, book.loMillis + step);
      Now now = new Now(book.boot, book.now().monotonic(), lo, Now.OPEN, lo);
      assertEquals(Standing.GOOD, tokens.standing(claim(token), now), years + " years");
    }
  }

  @Test
  void afterAPowerCutOnlyWhatHasCertainlyEndedIsDead() {
    Issued token = issue(TILL, Session.NONE);
    book.reboot("boot-2");
    assertEquals(Standing.UNSURE, standing(token));
    assertTrue(Standing.UNSURE.allows(Risk.USUAL), "a doubt is no reason to stop selling");
    assertFalse(Standing.UNSURE.allows(Risk.HIGH));
    book.hiMillis = book.loMillis + 60_000;
    assertEquals(Standing.GOOD, standing(token), "it has certainly not ended");
    book.hiMillis = Now.OPEN;
    book.loMillis = token.expires() * 1000 + 1;
    assertEquals(Standing.EXPIRED, standing(token), "it certainly has");
  }

  @Test
  void theBoundIsThatOfTheLastTokenAndNoRevocationShortensIt() {
    Issued first = issue(TILL, Session.NONE);
    book.pass(Duration.ofMinutes(5));
    assertEquals(Duration.ofMinutes(10), tokens.bounds(book.now()).get(TILL));
    issue(TILL, Session.NONE);
    assertEquals(LIFE, tokens.bounds(book.now()).get(TILL));
    book.write(tokens.revoke(first.index(), TILL, "asked to"), tokens);
    book.write(Decision.of(true, new DeviceRevoked(TILL, "lost")), tokens);
    book.pass(Duration.ofMinutes(3));
    assertEquals(
        Duration.ofMinutes(12),
        tokens.bounds(book.now()).get(TILL),
        "who is cut off has not heard of it");
    book.pass(Duration.ofMinutes(13));
    assertFalse(tokens.bounds(book.now()).containsKey(TILL));
  }

  @Test
  void afterAPowerCutTheBoundIsAWholeLifeAtMost() {
    Issued token = issue(TILL, Session.NONE);
    book.reboot("boot-2");
    assertEquals(LIFE, tokens.bounds(book.now()).get(TILL));
    book.loMillis = token.expires() * 1000 - 60_000;
    assertEquals(Duration.ofMinutes(1), tokens.bounds(book.now()).get(TILL));
  }

  @Test
  void aRevokedTokenIsDeadAndItsNeighboursAreNot() {
    Issued mine = issue(TILL, Session.NONE);
    Issued second = issue(TILL, Session.NONE);
    assertTrue(book.write(tokens.revoke(mine.index(), TILL, "asked to"), tokens));
    assertEquals(Standing.REVOKED, standing(mine));
    assertEquals(Standing.GOOD, standing(second));
    assertFalse(book.write(tokens.revoke(mine.index(), TILL, "again"), tokens));
    assertFalse(
        book.write(tokens.revoke(second.index(), OTHER, "somebody else's"), tokens),
        "nobody revokes another's by its number");
    assertTrue(tokens.revoked().get(mine.index()));
    assertEquals(1, tokens.revoked().cardinality());
  }

  @Test
  void withADeviceAllOfItsTokensGo() {
    Issued first = issue(TILL, Session.NONE);
    Issued second = issue(TILL, live());
    Issued others = issue(OTHER, Session.NONE);
    long list = tokens.epoch().list();
    book.write(Decision.of(true, new DeviceRevoked(TILL, "lost")), tokens);
    assertEquals(Standing.REVOKED, standing(first));
    assertEquals(Standing.REVOKED, standing(second));
    assertEquals(Standing.GOOD, standing(others));
    assertTrue(tokens.epoch().list() > list, "the status list has a new number");
  }

  @Test
  void whatTheClaimSaysHasToBeWhatWasIssued() {
    Issued token = issue(TILL, Session.NONE);
    Claim claim = claim(token);
    List<Claim> forged =
        List.of(
            new Claim(claim.index() ^ 1, TILL, claim.generation(), claim.expires()),
            new Claim(claim.index(), OTHER, claim.generation(), claim.expires()),
            new Claim(claim.index(), TILL, claim.generation() + 1, claim.expires()),
            new Claim(claim.index(), TILL, claim.generation(), claim.expires() + 1),
            new Claim(-1, TILL, claim.generation(), claim.expires()),
            new Claim(Tokens.CAPACITY, TILL, claim.generation(), claim.expires()));
    for (Claim one : forged) {
      assertEquals(Standing.UNKNOWN, tokens.standing(one, book.now()), one.toString());
    }
  }

  @Test
  void whenSyncIsCompleteOfflineTokensDieAfterTheGraceAndOnlineOnesDoNot() {
    Issued before = issue(TILL, live());
    Issued offline = issue(TILL, Session.NONE);
    Session session = live();
    book.pass(Tokens.STABLE);
    assertFalse(complete(session, 0), "upstream does not have it yet");
    assertTrue(complete(session, book.p1()));
    assertEquals(Standing.GOOD, standing(offline), "not before its replacement can be had");
    Issued replacement = issue(TILL, session);
    book.pass(Tokens.GRACE);
    assertEquals(Standing.SUPERSEDED, standing(offline));
    assertEquals(Standing.GOOD, standing(replacement));
    assertEquals(Standing.GOOD, standing(before));
  }

  @Test
  void theEpochGoesUpOnceAndNothingLoops() {
    issue(TILL, Session.NONE);
    Session session = live();
    book.pass(Tokens.STABLE);
    assertTrue(complete(session, book.p1()));
    for (int i = 0; i < 100; i++) {
      issue(TILL, session);
      book.pass(Duration.ofMinutes(1));
      assertFalse(complete(session, book.p1()), "replacements are online: " + i);
    }
    assertEquals(1, tokens.epoch().epoch());
  }

  @Test
  void aSessionThatHasNotStoodForAMinuteCompletesNothing() {
    issue(TILL, Session.NONE);
    Session session = live();
    book.pass(Tokens.STABLE.minusMillis(1));
    assertFalse(complete(session, book.p1()));
    assertFalse(complete(Session.NONE, book.p1()));
    book.pass(Duration.ofMillis(1));
    assertTrue(complete(session, book.p1()));
  }

  @Test
  void aHoleInWhatUpstreamHasCompletesNothing() {
    issue(TILL, Session.NONE);
    issue(TILL, Session.NONE);
    Session session = live();
    book.pass(Tokens.STABLE);
    assertFalse(complete(session, book.p1() - 1), "the last one is not below the gap");
  }

  @Test
  void aPowerCutInTheGraceEndsIt() {
    Issued offline = issue(TILL, Session.NONE);
    Session session = live();
    book.pass(Tokens.STABLE);
    complete(session, book.p1());
    book.reboot("boot-2");
    assertEquals(Standing.SUPERSEDED, standing(offline));
  }

  @Test
  void twoOfflineSpellsInOneEpochDieTogether() {
    Issued first = issue(TILL, Session.NONE);
    issue(TILL, live());
    Issued second = issue(TILL, Session.NONE);
    assertEquals(first.generation(), second.generation());
    Session session = live();
    book.pass(Tokens.STABLE);
    assertTrue(complete(session, book.p1()));
    book.pass(Tokens.GRACE);
    assertEquals(Standing.SUPERSEDED, standing(first));
    assertEquals(Standing.SUPERSEDED, standing(second));
    Issued next = issue(TILL, Session.NONE);
    assertEquals(Standing.GOOD, standing(next), "the next offline spell is of the next epoch");
    assertNotEquals(first.generation(), next.generation());
  }

  @Test
  void aPlaceIsNotGivenAwayWhileItsTokenMayBeShown() {
    Issued first = issueAt(7, TILL);
    Issued second = issueAt(7, OTHER);
    assertNotEquals(first.index(), second.index());
    assertEquals(Standing.GOOD, standing(first));
    assertEquals(Standing.GOOD, standing(second));
  }

  @Test
  void theBookForgetsWhatIsLongOver() {
    for (int i = 0; i < 50; i++) {
      issue(TILL, Session.NONE);
    }
    book.pass(LIFE.plusMinutes(6));
    for (int i = 0; i < 30; i++) {
      issue(TILL, Session.NONE);
    }
    assertEquals(30, tokens.published().size());
    assertEquals(Standing.GOOD, standing(issueAt(tokens.published().getFirst().index(), OTHER)));
  }

  @Test
  void aFullListRefusesAndForgetsNobodyUntilSomeAreOver() {
    Tokens full = new Tokens(Mode.LIVE);
    for (int i = 0; i < Tokens.CAPACITY; i++) {
      assertInstanceOf(IssueOutcome.Granted.class, issued(full, i, someone(i / 1_000)));
    }
    assertEquals(new IssueOutcome.Full(), issued(full, 3, TILL));
    book.pass(LIFE.plusMinutes(6));
    book.write(full.revoke(0, someone(0), "x"), full);
    long list = full.epoch().list();
    Issued next = granted(issued(full, 3, TILL));
    assertEquals(Standing.GOOD, full.standing(claim(next), book.now()));
    assertEquals(list + 1, full.epoch().list(), "a place that was revoked is so no more");
    for (int i = 0; i < 100; i++) {
      assertInstanceOf(IssueOutcome.Granted.class, issued(full, i, TILL));
    }
    Tokens replayed = book.replayed(new Tokens(Mode.LIVE));
    assertTrue(full.state().equals(replayed.state()), "no start sees it otherwise");
  }

  @Test
  void noStartMakesTheNumberOfTheListFall() {
    Issued first = issue(TILL, Session.NONE);
    book.write(tokens.revoke(first.index(), TILL, "x"), tokens);
    book.pass(LIFE.plusMinutes(6));
    issue(TILL, Session.NONE);
    assertEquals(2, tokens.epoch().list(), "revoked, and forgotten");
    assertEquals(tokens.epoch(), book.replayed(new Tokens(Mode.LIVE)).epoch());
  }

  @Test
  void oneHolderNeverTakesTheLastPlacesFromTheOthers() {
    Tokens scarce = new Tokens(Mode.LIVE);
    for (int i = 0; i < Tokens.SCARCE; i++) {
      assertInstanceOf(IssueOutcome.Granted.class, issued(scarce, i, TILL));
    }
    assertEquals(new IssueOutcome.ShareTaken(), issued(scarce, 3, TILL));
    for (int i = 0; i < Tokens.SHARE; i++) {
      assertInstanceOf(IssueOutcome.Granted.class, issued(scarce, i, OTHER));
    }
    assertEquals(new IssueOutcome.ShareTaken(), issued(scarce, 3, OTHER));
    Tokens restored = new Tokens(Mode.LIVE);
    restored.restore(scarce.state());
    assertEquals(new IssueOutcome.ShareTaken(), issued(restored, 3, OTHER), "over a restart too");
    assertInstanceOf(IssueOutcome.Granted.class, issued(restored, 3, someone(1)));
    book.pass(LIFE.plusMinutes(6));
    assertInstanceOf(IssueOutcome.Granted.class, issued(scarce, 3, TILL), "not for ever");
  }

  @Test
  void nobodyHasATokenForNothing() {
    assertEquals(
        new IssueOutcome.NothingToDo(),
        book.write(
            tokens.issue(TILL, Set.of(), LIFE, TokenGrant.PAIRING, "", 1, Session.NONE, book.now()),
            tokens));
    assertEquals(0, book.p1());
  }

  @Test
  void aHundredThousandRevocationsAreOneListAndANewNumberEach() {
    for (int i = 0; i < 100_000; i++) {
      issued(tokens, i, someone(i / 1_000));
    }
    for (int i = 0; i < 100; i++) {
      book.write(Decision.of(true, new DeviceRevoked(someone(i), "storm")), tokens);
    }
    assertEquals(100_000, tokens.revoked().cardinality());
    assertEquals(100_000, tokens.epoch().list());
    for (Issued token : tokens.published()) {
      assertEquals(Standing.REVOKED, standing(token));
    }
  }

  @Test
  void aRestartKnowsAllOfIt() {
    Issued first = issue(TILL, Session.NONE);
    Issued second = issue(OTHER, live());
    book.write(tokens.revoke(second.index(), OTHER, "x"), tokens);
    Tokens replayed = book.replayed(new Tokens(Mode.LIVE));
    assertEquals(tokens.state(), replayed.state());
    Tokens restored = new Tokens(Mode.LIVE);
    restored.restore(tokens.state());
    assertEquals(tokens.state(), restored.state());
    assertEquals(Standing.GOOD, restored.standing(claim(first), book.now()));
    assertEquals(Standing.REVOKED, restored.standing(claim(second), book.now()));
  }

  @Test
  void aFailedCommitLeavesNothing() {
    var state = tokens.state();
    Decision<IssueOutcome> decision = decide(tokens, 5, TILL, Session.NONE);
    Notebook torn = new Notebook();
    decision.facts();
    tokens.discard();
    assertEquals(state, tokens.state());
    assertEquals(0, torn.p1());
  }

  private Issued issue(Subject subject, Session session) {
    return granted(book.write(decide(tokens, (int) (book.p1() * 31), subject, session), tokens));
  }

  private Issued issueAt(int draw, Subject subject) {
    return granted(book.write(decide(tokens, draw, subject, Session.NONE), tokens));
  }

  private IssueOutcome issued(Tokens where, int draw, Subject who) {
    return book.write(decide(where, draw, who, Session.NONE), where);
  }

  private static DeviceId someone(int number) {
    return new DeviceId("d-%016d".formatted(number));
  }

  private Decision<IssueOutcome> decide(Tokens where, int draw, Subject who, Session session) {
    return where.issue(
        who, Set.of(Scope.SELL), LIFE, TokenGrant.RENEWAL, "", draw, session, book.now());
  }

  private boolean complete(Session session, long acked) {
    return book.write(tokens.completeSync(session, acked, book.now()), tokens);
  }

  private Session live() {
    return new Session(true, book.now().monotonic());
  }

  private Standing standing(Issued token) {
    return tokens.standing(claim(token), book.now());
  }

  private static Claim claim(Issued token) {
    return new Claim(token.index(), token.subject(), token.generation(), token.expires());
  }

  private static Issued granted(IssueOutcome outcome) {
    return ((IssueOutcome.Granted) outcome).token();
  }
}
