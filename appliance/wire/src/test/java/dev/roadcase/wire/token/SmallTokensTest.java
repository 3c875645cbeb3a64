package dev.roadcase.wire.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.Now;
import dev.roadcase.wire.json.Malformed;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SmallTokensTest {
  private static final Party MARKET = Party.of("rc:demo/market");

  @Test
  void theTimeIsAnIntervalForWhoAsked() {
    for (TimeToken time :
        new TimeToken[] {
          new TimeToken("abc", 5, 9), new TimeToken("abc", 0, 0), new TimeToken("abc", 7, Now.OPEN)
        }) {
      String text = time.signedBy(Some.ISSUER);
      assertEquals(time, TimeToken.verified(text, "abc", Some.KEYS).orElseThrow().value());
      assertThrows(Malformed.class, () -> TimeToken.verified(text, "abd", Some.KEYS));
    }
    assertThrows(IllegalArgumentException.class, () -> new TimeToken("abc", 9, 5));
    assertThrows(IllegalArgumentException.class, () -> new TimeToken("abc", -1, 5));
    assertThrows(IllegalArgumentException.class, () -> new TimeToken("", 1, 5));
    assertThrows(IllegalArgumentException.class, () -> new TimeToken("a=", 1, 5));
  }

  @Test
  void aKitVouchesForTheKeyThatItSignsWith() {
    IssuerToken issuer = new IssuerToken(Some.FRIEND.publicKey(), 10, 20);
    String text = issuer.signedBy(Some.ISSUER);
    assertEquals(issuer, IssuerToken.verified(text, Some.KEYS).orElseThrow().value());
    assertEquals(Optional.empty(), IssuerToken.verified(issuer.signedBy(Some.STRANGER), Some.KEYS));
    assertThrows(
        IllegalArgumentException.class, () -> new IssuerToken(Some.FRIEND.publicKey(), 20, 20));
    String privateToo =
        Some.decoded(text, 1).replace("\"kty\"", "\"d\":\"" + Some.FRIEND.scalar() + "\",\"kty\"");
    assertThrows(
        Malformed.class,
        () ->
            IssuerToken.verified(
                Some.sign(Some.ISSUER, Some.decoded(text, 0), privateToo), Some.KEYS));
  }

  @Test
  void aTicketFitsTheCode() {
    Ticket ticket = new Ticket("Zk3v9QpLr2XyT0aB", MARKET);
    String text = ticket.signedBy(Some.ISSUER);
    assertEquals(ticket, Ticket.verified(text, Some.KEYS).orElseThrow().value());
    System.out.println("ticket: " + text.length() + " characters");
    assertTrue(text.length() <= 220, text.length() + " characters");
    int longest = new Ticket("x".repeat(24), MARKET).signedBy(Some.ISSUER).length();
    System.out.println("ticket with an id of 24: " + longest + " characters");
    Party far = Party.of("rc:" + "f".repeat(32) + "/" + "s".repeat(32));
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> new Ticket("x".repeat(24), far).signedBy(Some.ISSUER))
            .getMessage()
            .contains("shorter name"));
  }

  @Test
  void aTicketsIdIsPlain() {
    for (String id : new String[] {"", "x".repeat(25), "a b", "a=", "a+b", "é", "a\n"}) {
      assertThrows(IllegalArgumentException.class, () -> new Ticket(id, MARKET), id);
    }
  }

  @Test
  void aPartyIsAFleetAndAName() {
    assertEquals("rc:demo/market", MARKET.toString());
    for (String text :
        new String[] {"", "rc:", "rc:demo", "rc:demo/", "rc:/market", "demo/market", "rc:-a/b"}) {
      assertThrows(IllegalArgumentException.class, () -> Party.of(text), text);
    }
  }
}
