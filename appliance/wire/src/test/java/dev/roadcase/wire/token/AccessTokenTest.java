package dev.roadcase.wire.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.auth.Claim;
import dev.roadcase.core.identity.ClientId;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.pack.Roster;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessTokenTest {
  @Test
  void whatIsSignedComesBackWhole() {
    for (AccessToken token :
        new AccessToken[] {
          Some.token("sell refund"),
          Some.token(Scope.set("sell prices"), Optional.of("mia-2")),
          Some.clientToken()
        }) {
      String text = token.signedBy(Some.ISSUER);
      assertEquals(token, AccessToken.verified(text, Some.KEYS).orElseThrow().value());
    }
  }

  @Test
  void theBookIsAskedByPlaceSubjectGenerationAndEnd() {
    AccessToken token = Some.token("sell");
    assertEquals(new Claim(131_071, token.subject(), 12, Some.EXPIRES), token.claim());
  }

  @Test
  void theHeaderSaysTypeAndKeyAndNoMore() {
    String header = Some.decoded(Some.token("sell").signedBy(Some.ISSUER), 0);
    assertEquals(
        "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"" + Some.kid(Some.ISSUER) + "\"}", header);
    assertFalse(Some.decoded(Some.token("sell").signedBy(Some.ISSUER), 1).contains("iat"));
  }

  @Test
  void aTokenForTheMoneyIsSmall() {
    assertTrue(Some.token("sell refund").signedBy(Some.ISSUER).length() <= 420);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void theUsualTokenOfEveryRoleFitsAHeader(Role role) {
    AccessToken token = Some.token(Roster.USUAL.of(role).scopes(), Optional.empty());
    int length = token.signedBy(Some.ISSUER).length();
    System.out.println("access token of a " + role.word() + ": " + length + " characters");
    assertTrue(length <= 450, length + " characters");
  }

  @Test
  void aKeyIsAskedForOnlyByAWellFormedName() {
    String token = Some.token("sell").signedBy(Some.ISSUER);
    AccessToken.verified(
        token,
        kid -> {
          assertTrue(kid.matches("[A-Za-z0-9_-]{6}"));
          return Some.ISSUER_KEY;
        });
    assertEquals(Optional.empty(), AccessToken.verified(token, kid -> null));
  }

  @Test
  void aTokenWithoutAKeyIsNeverGoodForMoney() {
    AccessToken client = Some.clientToken();
    for (String scopes : new String[] {"sell", "refund", "telemetry redeem", "hold", "prices"}) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new AccessToken(
                  client.issuer(),
                  client.audience(),
                  client.subject(),
                  Scope.set(scopes),
                  client.expires(),
                  1,
                  2,
                  Optional.empty(),
                  Optional.empty()),
          scopes);
    }
  }

  @Test
  void aDevicesTokenIsBoundToThatDevicesKeyAndAPinIsGivenAtADevice() {
    AccessToken device = Some.token("telemetry");
    for (Optional<String> thumbprint :
        java.util.List.of(
            Optional.<String>empty(), Optional.of(Some.FRIEND.publicKey().thumbprint()))) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new AccessToken(
                  device.issuer(),
                  device.audience(),
                  device.subject(),
                  device.scopes(),
                  device.expires(),
                  1,
                  2,
                  thumbprint,
                  Optional.empty()));
    }
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new AccessToken(
                device.issuer(),
                device.audience(),
                new ClientId("c-weather"),
                device.scopes(),
                device.expires(),
                1,
                2,
                device.thumbprint(),
                Optional.of("mia")));
  }
}
