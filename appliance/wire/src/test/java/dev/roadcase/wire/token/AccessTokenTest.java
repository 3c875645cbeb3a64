package dev.roadcase.wire.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
  }

  @Test
  void aTokenForTheMoneyIsSmall() {
    int length = Some.token("sell refund").signedBy(Some.ISSUER).length();
    assertTrue(length <= 640, length + " characters");
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void theUsualTokenOfEveryRoleFitsAHeader(Role role) {
    AccessToken token = Some.token(Roster.USUAL.of(role).scopes(), Optional.empty());
    int length = token.signedBy(Some.ISSUER).length();
    System.out.println("access token of a " + role.word() + ": " + length + " characters");
    assertTrue(length <= 680, length + " characters");
  }

  /** RFC 9068 §2.2, and where a stock verifier looks whether it was revoked. */
  @Test
  void aTokenHasTheClaimsOfTheProfile() {
    AccessToken token = Some.token("sell");
    ObjectNode claims = Some.json(Some.decoded(token.signedBy(Some.ISSUER), 1));
    assertEquals("https://kit-1.local:8443", claims.path("iss").asText());
    assertEquals(Some.EXPIRES - 900, claims.path("iat").asLong());
    assertEquals(claims.get("sub"), claims.get("client_id"));
    assertEquals(131_071, claims.at("/status/status_list/idx").asInt());
    assertEquals(
        "https://kit-1.local:8443/oauth/status-lists/1",
        claims.at("/status/status_list/uri").asText());
  }

  /** So that what is lent twice can be shown. */
  @Test
  void aTokenOfTheLongestIssuerFitsAChain() {
    IssuerUrl far = IssuerUrl.of(("x".repeat(41) + ".").repeat(2) + "eu", 18_443);
    assertEquals(IssuerUrl.LENGTH_MAX, far.value().length());
    AccessToken own = Some.token(Roster.USUAL.of(Role.TILL).scopes(), Optional.of("x".repeat(20)));
    AccessToken token =
        new AccessToken(
            far,
            Party.of("rc:" + "f".repeat(32) + "/" + "s".repeat(32)),
            own.subject(),
            own.scopes(),
            own.issued(),
            own.expires(),
            own.index(),
            own.generation(),
            own.thumbprint(),
            own.staff());
    String chain = token.signedBy(Some.ISSUER);
    for (int i = 0; i < TokenChain.DEPTH_MAX; i++) {
      chain =
          ChildToken.lend(
              i == 0 ? Some.DEVICE : Some.FRIEND,
              chain,
              own.scopes(),
              own.expires(),
              Some.FRIEND.publicKey());
    }
    assertTrue(TokenChain.verified(chain, Some.KEYS).isPresent());
  }

  @Test
  void anIssuerHasOneSpelling() {
    assertEquals("https://kit-1.local", IssuerUrl.of("kit-1.local", 443).value());
    assertEquals("[::1]", new IssuerUrl("https://[::1]:8443").host());
    for (String other :
        new String[] {
          "",
          "rc:demo/kit-1",
          "http://kit-1.local",
          "https://kit-1.local/",
          "https://kit-1.local:443",
          "https://kit-1.local:08443",
          "https://kit-1.local:99999",
          "https://KIT-1.local",
          "HTTPS://kit-1.local",
          "https://kit-1.local/a",
          "https://kit-1.local?a",
          "https://kit-1.local#a",
          "https://me@kit-1.local",
          "https://k\u0456t-1.local",
          "https://kit-1.local ",
          "https://" + "x".repeat(93)
        }) {
      assertThrows(IllegalArgumentException.class, () -> new IssuerUrl(other), other);
    }
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
                  client.issued(),
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
                  device.issued(),
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
                device.issued(),
                device.expires(),
                1,
                2,
                device.thumbprint(),
                Optional.of("mia")));
  }
}
