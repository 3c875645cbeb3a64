package dev.roadcase.app.box;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.box.AuthCommand.Admit;
import dev.roadcase.app.box.AuthCommand.IssueToken;
import dev.roadcase.app.box.AuthCommand.Revoke;
import dev.roadcase.core.auth.Tokens;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.TokenGrant;
import dev.roadcase.core.link.Session;
import dev.roadcase.wire.fact.FactJson;
import dev.roadcase.wire.jws.SigningKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A thief's phone, on a disk that is running out: the reserve is for refunds and revocations. */
class WithoutRoomTest {
  private static final PublicKey THIEF = SigningKey.make(new SecureRandom()).publicKey();
  private static final PublicKey TILL = SigningKey.make(new SecureRandom()).publicKey();

  private final Box box =
      new Box(
          new Box.Identity(
              new FleetId("acme"), new KitId("kit-1"), Incarnation.born(1, 1), Mode.LIVE),
          new FactJson(id -> {
            throw new IllegalArgumentException("no packs here");
          }));
  private long nanos = 1;
  private int draw;

  @Test
  void whoRenewsWithoutEndTakesAFewFactsOfTheReserveAndNoMore() {
    box.decide(now(), new Admit(THIEF, Role.KIOSK, "a phone", ""));
    box.decide(now(), new Admit(TILL, Role.TILL, "a till", ""));
    box.publish();
    int written = 0;
    for (int i = 0; i < 1_000; i++) {
      written += renews(THIEF, TokenGrant.RENEWAL) ? 1 : 0;
    }
    assertEquals(Tokens.FEW, written);
    assertTrue(renews(TILL, TokenGrant.RENEWAL), "others stay in");
    assertTrue(renews(THIEF, TokenGrant.PIN), "PINs are counted elsewhere");
    assertTrue(box.decideOnFullDisk(now(), new Revoke(DeviceId.of(THIEF), "x")).isPresent());
    box.publish();
    nanos += Duration.ofMinutes(21).toNanos();
    assertTrue(renews(TILL, TokenGrant.RENEWAL), "and later, too");
  }

  private boolean renews(PublicKey key, TokenGrant grant) {
    boolean written =
        box.decideOnFullDisk(
                now(),
                new IssueToken(
                    DeviceId.of(key),
                    Set.of(Scope.SELL),
                    Duration.ofMinutes(15),
                    grant,
                    "",
                    ++draw,
                    Session.NONE))
            .isPresent();
    box.publish();
    return written;
  }

  private Now now() {
    return new Now("boot-1", nanos, nanos / 1_000_000, Now.OPEN, nanos / 1_000_000);
  }
}
