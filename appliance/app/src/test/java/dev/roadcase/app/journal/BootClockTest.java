package dev.roadcase.app.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.box.AuthCommand.IssueToken;
import dev.roadcase.app.box.LifeCommand;
import dev.roadcase.core.auth.Claim;
import dev.roadcase.core.auth.IssueOutcome;
import dev.roadcase.core.auth.Standing;
import dev.roadcase.core.auth.Tokens;
import dev.roadcase.core.clock.TimeKeeper;
import dev.roadcase.core.clock.TimeKeeper.Trust;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.Scope.Risk;
import dev.roadcase.core.identity.TokenGrant;
import dev.roadcase.core.ledger.SaleOutcome;
import dev.roadcase.core.link.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A box with a real journal, whose wall clock says something else after the power came back, or in
 * the middle of the show. It sells on, nobody's token lives longer for it, and nobody is sent away.
 */
class BootClockTest {
  private static final Duration LIFE = Duration.ofMinutes(15);
  private static final Duration YEARS = Duration.ofDays(3_653);
  private static final Duration SHOW = Duration.ofDays(7);

  @TempDir Path folder;
  private final long begin = Instant.now().toEpochMilli();
  private OpenJournal life;
  private TimeKeeper keeper;
  private Trust trust = Trust.SYSTEM;
  private int boots;

  /** What has really passed since the show began, and in this boot. */
  private Duration passed = Duration.ZERO;

  private Duration running = Duration.ZERO;

  /** What the wall clock is ahead by. */
  private Duration wrong = Duration.ZERO;

  private long sold;
  private Claim old;

  @BeforeEach
  void openTheShow() {
    boot();
    life.write(Show.opening());
    sells();
    old = token();
  }

  @AfterEach
  void close() {
    life.close();
  }

  @Test
  void aBootAt1970SellsOnAndCountsFromThePast() {
    powerCut(Duration.ofMinutes(5), Duration.ofMillis(-begin));
    isUnsureButSells();
    aNewTokenLivesForItsLifeOfRunningTime();
  }

  @Test
  void aBootTenYearsAheadPutsNobodyOut() {
    powerCut(Duration.ofMinutes(5), YEARS);
    isUnsureButSells();
    assertTrue(now().lo() < begin + SHOW.toMillis(), "the box does not believe it");
    aNewTokenLivesForItsLifeOfRunningTime();
  }

  @Test
  void aBootTenYearsBackLetsNobodyInForLonger() {
    powerCut(Duration.ofMinutes(5), YEARS.negated());
    isUnsureButSells();
    aNewTokenLivesForItsLifeOfRunningTime();
    pass(LIFE);
    assertEquals(Standing.EXPIRED, standing(old), "its end has passed by running time alone");
  }

  @Test
  void anHourBackInTheMiddleOfTheShowTouchesNoToken() {
    pass(Duration.ofMinutes(5));
    wrong = Duration.ofHours(-1);
    assertEquals(Standing.GOOD, standing(old));
    sells();
    Claim young = token();
    pass(Duration.ofMinutes(10).plusSeconds(1));
    assertEquals(Standing.EXPIRED, standing(old), "after its life, and not an hour later");
    assertEquals(Standing.GOOD, standing(young));
    wrong = Duration.ZERO;
    assertEquals(Standing.GOOD, standing(young), "nor when somebody sets it right");
    sells();
  }

  @Test
  void aBootAfterThreeDaysWithoutPowerKnowsThatAllTokensAreOver() {
    powerCut(Duration.ofHours(72), Duration.ZERO);
    assertEquals(Standing.EXPIRED, standing(old));
    assertTrue(now().sure());
    sells();
    aNewTokenLivesForItsLifeOfRunningTime();
  }

  @Test
  void aBootAfterThreeDaysThatNobodyKeptTheTimeOfIsUnsure() {
    trust = Trust.NONE;
    powerCut(Duration.ofHours(72), Duration.ofHours(-72));
    isUnsureButSells();
    aNewTokenLivesForItsLifeOfRunningTime();
  }

  private void isUnsureButSells() {
    assertFalse(now().sure());
    assertTrue(now().lo() >= begin - 1_000, "the past does not come back");
    Standing standing = standing(old);
    assertEquals(Standing.UNSURE, standing);
    assertTrue(standing.allows(Risk.USUAL), "the till sells on");
    assertFalse(standing.allows(Risk.HIGH), "and fetches another token before it refunds");
    sells();
  }

  private void aNewTokenLivesForItsLifeOfRunningTime() {
    Claim fresh = token();
    pass(LIFE.minusSeconds(1));
    assertEquals(Standing.GOOD, standing(fresh));
    pass(Duration.ofSeconds(2));
    assertEquals(Standing.EXPIRED, standing(fresh));
  }

  private void powerCut(Duration off, Duration wallAheadBy) {
    life.close();
    passed = passed.plus(off);
    wrong = wallAheadBy;
    boot();
    life.write(new LifeCommand.Start("test", false));
  }

  private void boot() {
    boots++;
    running = Duration.ZERO;
    // The facts' own past is the floor, as in Appliance; and the clock is asked after recovery.
    life = new OpenJournal(folder, Mode.LIVE, this::now);
    long floor = Math.max(begin - 1_000, life.box.heads().published().lo());
    keeper = new TimeKeeper(trust, "boot-" + boots, floor, begin + SHOW.toMillis(), 0);
  }

  private void pass(Duration time) {
    passed = passed.plus(time);
    running = running.plus(time);
  }

  private Now now() {
    long wall = begin + passed.plus(wrong).toMillis();
    return keeper.read(running.toNanos(), wall);
  }

  private Claim token() {
    Object outcome =
        life.write(
            new IssueToken(
                Show.till(0),
                Set.of(Scope.SELL, Scope.REFUND),
                LIFE,
                TokenGrant.RENEWAL,
                "",
                7,
                Session.NONE));
    Tokens.Issued token = assertInstanceOf(IssueOutcome.Granted.class, outcome).token();
    return new Claim(token.index(), token.subject(), token.generation(), token.expires());
  }

  private Standing standing(Claim claim) {
    return life.box.auth().tokens().standing(claim, now());
  }

  private void sells() {
    sold++;
    assertEquals(
        new SaleOutcome.Taken(Show.receiptOf(Show.sell(0, sold, Show.LEMONADE, 1)), false),
        life.write(Show.sell(0, sold, Show.LEMONADE, 1)));
  }
}
