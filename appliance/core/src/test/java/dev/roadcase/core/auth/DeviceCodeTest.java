package dev.roadcase.core.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.auth.PairingDesk.Poll;
import dev.roadcase.core.auth.PairingDesk.Request;
import dev.roadcase.core.auth.PairingDesk.Waiting;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose a device code is, where its key comes late; and what is to be had for it. */
class DeviceCodeTest {
  private static final PublicKey BOX = new PublicKey("E".repeat(43), "F".repeat(43));
  private static final PublicKey MINE = new PublicKey("A".repeat(43), "B".repeat(43));
  private static final PublicKey THIEF = new PublicKey("C".repeat(43), "D".repeat(43));
  private static final String CHANCE = "ABEiM0RVZneImaq7zN3u_w";
  private static final String COMMITMENT =
      Hash.of(CHANCE.getBytes(StandardCharsets.US_ASCII)).value();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private final PairingDesk desk = new PairingDesk(BOX);
  private long now = 1_000 * SECOND;

  @Test
  void theFirstKeyThatComesWithACodeIsItsOwn() {
    Waiting waiting = ask(new KeyBinding.Open(), "");
    assertEquals(Optional.empty(), waiting.request().binding().device());
    assertInstanceOf(Poll.Pending.class, desk.poll("code", MINE, "", later()));
    assertEquals(
        Optional.of(DeviceId.of(MINE)), desk.waiting(now).getFirst().request().binding().device());
    assertInstanceOf(Poll.Expired.class, desk.poll("code", THIEF, "", later()));
    desk.decide(waiting.id(), true, now);
    assertInstanceOf(Poll.Expired.class, desk.poll("code", THIEF, "", later()), "approved since");
    assertInstanceOf(Poll.Approved.class, desk.poll("code", MINE, "", later()));
    assertInstanceOf(Poll.Expired.class, desk.poll("code", THIEF, "", later()), "redeemed since");
  }

  @Test
  void aKeyMayComeAfterTheApprovalAndIsTheOnlyOneThen() {
    Waiting waiting = ask(new KeyBinding.Open(), "");
    assertTrue(desk.decide(waiting.id(), true, now));
    Poll.Approved approved =
        assertInstanceOf(Poll.Approved.class, desk.poll("code", MINE, "", later()));
    assertEquals(Optional.of(MINE), approved.waiting().request().binding().proven());
    desk.notRedeemed("code");
    assertInstanceOf(Poll.Expired.class, desk.poll("code", THIEF, "", later()));
    assertInstanceOf(Poll.Approved.class, desk.poll("code", MINE, "", later()));
  }

  @Test
  void aNamedKeyHasDigitsAndNoOtherComesInItsPlace() {
    Waiting waiting = ask(new KeyBinding.Named(MINE.thumbprint()), COMMITMENT);
    assertEquals(Optional.of(DeviceId.of(MINE)), waiting.request().binding().device());
    assertTrue(waiting.digitsDue());
    assertInstanceOf(Poll.Expired.class, desk.poll("code", THIEF, CHANCE, later()));
    assertTrue(desk.waiting(now).getFirst().digitsDue(), "a stranger reveals nothing");
    assertInstanceOf(Poll.Pending.class, desk.poll("code", MINE, CHANCE, later()));
    assertEquals(
        PairingDesk.digits(BOX, MINE, waiting.boxNonce(), CHANCE),
        desk.waiting(now).getFirst().digits().orElseThrow());
  }

  /** A key that is chosen last could be chosen to fit the digits of another. */
  @Test
  void digitsAreOverAKeyThatIsThereBeforeTheBoxesChance() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Request(new KeyBinding.Open(), Role.TILL, "Bar 1", "", COMMITMENT, "10.0.0.1"));
  }

  @Test
  void anApprovedCodeIsRedeemedOnce() {
    Waiting waiting = ask(new KeyBinding.Open(), "");
    desk.decide(waiting.id(), true, now);
    assertInstanceOf(Poll.Approved.class, desk.poll("code", MINE, "", later()));
    assertInstanceOf(Poll.SlowDown.class, desk.poll("code", MINE, "", now), "two at a time");
    Tokens.Issued token = token();
    desk.redeemed("code", token, now);
    now += PairingDesk.AGAIN.toNanos();
    Poll.Again again = assertInstanceOf(Poll.Again.class, desk.poll("code", MINE, "", now));
    assertEquals(token, again.token(), "the very same: its answer may have been lost");
    assertEquals(PairingDesk.AGAIN, again.since());
    assertInstanceOf(Poll.Expired.class, desk.poll("code", THIEF, "", now));
    assertInstanceOf(Poll.Spent.class, desk.poll("code", MINE, "", now + 1));
    desk.notRedeemed("code");
    assertInstanceOf(Poll.Spent.class, desk.poll("code", MINE, "", now + 2), "spent is spent");
    assertFalse(desk.decide(waiting.id(), true, now), "nobody waits for it any more");
  }

  private Waiting ask(KeyBinding binding, String commitment) {
    Request request = new Request(binding, Role.TILL, "Bar 1", "", commitment, "10.0.0.1");
    return desk.ask(request, "code", "id-code", "BCDF-GHJK", "abcd", now).orElseThrow();
  }

  private long later() {
    now += 2 * SECOND;
    return now;
  }

  private static Tokens.Issued token() {
    return new Tokens.Issued(
        7, DeviceId.of(MINE), 0, Set.of(Scope.SELL), "boot", 0, 900, 900, "", false);
  }
}
