package dev.roadcase.wire.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.identity.Scope;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.SigningKey;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenChainTest {
  private static final String ROOT = Some.token("sell refund hold").signedBy(Some.ISSUER);
  private static final Set<Scope> SELL_HOLD = EnumSet.of(Scope.SELL, Scope.HOLD);
  private static final Set<Scope> SELL = EnumSet.of(Scope.SELL);
  private static final SigningKey THIRD = Some.key(9);

  private static TokenChain read(String text) {
    return TokenChain.verified(text, Some.KEYS).orElseThrow().value();
  }

  private static String child() {
    return ChildToken.lend(
        Some.DEVICE, ROOT, SELL_HOLD, Some.EXPIRES - 10, Some.FRIEND.publicKey());
  }

  @Test
  void aTokenAloneIsAChainOfItself() {
    TokenChain chain = read(ROOT);
    assertEquals(0, chain.depth());
    assertEquals(chain.root().scopes(), chain.scopes());
    assertEquals(chain.root().thumbprint(), chain.thumbprint());
    assertEquals(0, read(Some.clientToken().signedBy(Some.ISSUER)).depth());
  }

  @Test
  void whatCountsIsTheLastLinksAndTheRootIsWhatIsRevoked() {
    String text = ChildToken.lend(Some.FRIEND, child(), SELL, Some.EXPIRES - 20, THIRD.publicKey());
    TokenChain chain = read(text);
    assertEquals(2, chain.depth());
    assertEquals(SELL, chain.scopes());
    assertEquals(Some.EXPIRES - 20, chain.expires());
    assertEquals(Optional.of(THIRD.publicKey().thumbprint()), chain.thumbprint());
    assertEquals(131_071, chain.root().claim().index());
    System.out.println(
        "chain: " + ROOT.length() + ", " + child().length() + ", " + text.length() + " characters");
    assertTrue(text.length() <= 2_048);
  }

  @Test
  void aChildNeverSaysMoreThanItsParent() {
    refused(ChildToken.lend(Some.DEVICE, ROOT, EnumSet.of(Scope.PRICES), 1, THIRD.publicKey()));
    refused(
        ChildToken.lend(
            Some.DEVICE, ROOT, EnumSet.allOf(Scope.class), Some.EXPIRES, THIRD.publicKey()));
    refused(ChildToken.lend(Some.DEVICE, ROOT, SELL, Some.EXPIRES + 1, THIRD.publicKey()));
    // As much as the root, but more than the child between them.
    refused(
        ChildToken.lend(
            Some.FRIEND, child(), EnumSet.of(Scope.REFUND), Some.EXPIRES - 20, THIRD.publicKey()));
    refused(ChildToken.lend(Some.FRIEND, child(), SELL, Some.EXPIRES, THIRD.publicKey()));
  }

  @Test
  void aChildIsLentByWhoHoldsItsParent() {
    turnedAway(ChildToken.lend(Some.STRANGER, ROOT, SELL, 1, THIRD.publicKey()));
    // The grandchild by the root's holder, not by the child's.
    turnedAway(ChildToken.lend(Some.DEVICE, child(), SELL, 1, THIRD.publicKey()));
    turnedAway(ChildToken.lend(Some.STRANGER, child(), SELL, 1, THIRD.publicKey()));
  }

  @Test
  void aChildStandsBehindItsOwnParentOnly() {
    String link = child().substring(ROOT.length());
    refused(Some.token("sell hold").signedBy(Some.ISSUER) + link);
    String grandchild =
        ChildToken.lend(Some.FRIEND, child(), SELL, 1, THIRD.publicKey())
            .substring(child().length());
    String otherChild =
        ChildToken.lend(Some.DEVICE, ROOT, SELL, Some.EXPIRES - 10, Some.FRIEND.publicKey());
    refused(otherChild + grandchild);
    turnedAway(ROOT + grandchild);
  }

  @Test
  void aTokenIsLentTwiceAtMost() {
    String twice = ChildToken.lend(Some.FRIEND, child(), SELL, 1, THIRD.publicKey());
    String thrice = ChildToken.lend(THIRD, twice, SELL, 1, Some.FRIEND.publicKey());
    refused(thrice);
    refused(ROOT + "~".repeat(50));
    refused(ROOT + "~");
    refused("~" + ROOT);
    refused(ROOT + "~" + ROOT);
  }

  @Test
  void aTokenWithoutAKeyIsNotLent() {
    String bearer = Some.clientToken().signedBy(Some.ISSUER);
    refused(
        ChildToken.lend(
            Some.DEVICE, bearer, EnumSet.of(Scope.TELEMETRY), 1, Some.FRIEND.publicKey()));
  }

  @Test
  void aChildHasAKeyOfItsOwn() {
    Some.Kind kind = Some.KINDS.get(2);
    for (String gone : new String[] {"cnf", "pth", "scope", "exp"}) {
      var claims = Some.json(kind.payloadJson());
      claims.remove(gone);
      refused(ROOT + "~" + kind.resigned(kind.headerJson(), claims.toString()));
    }
    var more = Some.json(kind.payloadJson()).put("sub", "d-0123456789abcdef");
    refused(ROOT + "~" + kind.resigned(kind.headerJson(), more.toString()));
  }

  @Test
  void aChainIsNoLongerThanAToken() {
    refused(ROOT + "~" + "A".repeat(2_048));
  }

  private static void refused(String text) {
    assertThrows(Malformed.class, () -> TokenChain.verified(text, Some.KEYS));
  }

  private static void turnedAway(String text) {
    assertEquals(Optional.empty(), TokenChain.verified(text, Some.KEYS));
  }
}
