package dev.roadcase.wire.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.wire.json.Malformed;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DpopProofTest {
  private static final Some.Kind KIND = Some.KINDS.get(1);

  @Test
  void whatIsSignedComesBackWhole() {
    DpopProof.Proof proof = DpopProof.verified(Some.proof());
    assertEquals(
        new DpopProof.Proof(
            Some.DEVICE.publicKey(),
            "kZ1w0N3m5lQy8TtA",
            "POST",
            "https://box.example/sales",
            Optional.of("bm9uY2U"),
            Optional.of(DpopProof.ath("token"))),
        proof);
    System.out.println("DPoP proof: " + Some.proof().length() + " characters");
  }

  @Test
  void theFirstProofHasNoNonceAndNoToken() {
    String text =
        DpopProof.sign(
            Some.DEVICE,
            "1",
            "POST",
            "http://box/oauth/token",
            0,
            Optional.empty(),
            Optional.empty());
    DpopProof.Proof proof = DpopProof.verified(text);
    assertEquals(Optional.empty(), proof.nonce());
    assertFalse(proof.goesWith("token"), "a proof for no token goes with none");
  }

  @Test
  void aProofGoesWithTheTokenThatItNames() {
    DpopProof.Proof proof = DpopProof.verified(Some.proof());
    assertTrue(proof.goesWith("token"));
    assertFalse(proof.goesWith("token2"));
    // RFC 9449 §7.1 has this very token and hash.
    assertEquals(
        "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo",
        DpopProof.ath("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"));
  }

  @Test
  void anyClockWillDoAndNoneWillNot() {
    for (String iat :
        new String[] {
          "0",
          "-1",
          "1",
          "1.5",
          "1795348300.123456",
          "1.7953483e9",
          "9007199254740991",
          "-9007199254740991"
        }) {
      ObjectNode claims = Some.json(KIND.payloadJson());
      claims.set("iat", Some.json("{\"v\":" + iat + "}").get("v"));
      assertTrue(KIND.accepts(KIND.resigned(KIND.headerJson(), claims.toString())), iat);
    }
    for (String iat : new String[] {"9007199254740992", "1e400", "-1e16", "\"1\"", "true", "[1]"}) {
      ObjectNode claims = Some.json(KIND.payloadJson());
      String payload = claims.toString().replace("\"iat\":" + claims.get("iat"), "\"iat\":" + iat);
      assertFalse(KIND.accepts(KIND.resigned(KIND.headerJson(), payload)), iat);
    }
    ObjectNode claims = Some.json(KIND.payloadJson());
    claims.remove("iat");
    assertFalse(KIND.accepts(KIND.resigned(KIND.headerJson(), claims.toString())));
  }

  @Test
  void anIdHasWhateverItsMakerWritesInto256Characters() {
    for (String id :
        new String[] {"x".repeat(256), "urn:uuid:6e8b", "a b/c=", "é", "\ud83d\ude00"}) {
      ObjectNode claims = Some.json(KIND.payloadJson()).put("jti", id);
      String text = KIND.resigned(KIND.headerJson(), claims.toString());
      assertEquals(id, DpopProof.verified(text).jti());
    }
  }

  @Test
  void claimsThatNobodyKnowsAreIgnoredWithinTheLimits() {
    String open = KIND.payloadJson().substring(0, KIND.payloadJson().length() - 1);
    for (String more : new String[] {"\"x\":{\"y\":[1,\"z\"]}", "\"exp\":1.5", "\"x\":null"}) {
      assertTrue(KIND.accepts(KIND.resigned(KIND.headerJson(), open + "," + more + "}")), more);
    }
    for (String more : new String[] {"\"x\":1e17", "\"x\":[[[[1]]]]", "\"x\":9007199254740993"}) {
      assertFalse(KIND.accepts(KIND.resigned(KIND.headerJson(), open + "," + more + "}")), more);
    }
  }

  @Test
  void everyMemberHasItsForm() {
    for (String[] change :
        new String[][] {
          {"jti", ""},
          {"jti", "x".repeat(257)},
          {"jti", "a\u0000b"},
          {"jti", "\n"},
          {"htm", "post"},
          {"htm", ""},
          {"htm", "POST "},
          {"htu", ""},
          {"htu", "x".repeat(1_025)},
          {"nonce", ""},
          {"nonce", "a\"b"},
          {"nonce", "x".repeat(129)},
          {"ath", ""},
          {"ath", "x"},
          {"ath", "A".repeat(42) + "B"}
        }) {
      ObjectNode claims = Some.json(KIND.payloadJson()).put(change[0], change[1]);
      assertFalse(
          KIND.accepts(KIND.resigned(KIND.headerJson(), claims.toString())), claims.toString());
    }
    for (String gone : new String[] {"jti", "htm", "htu"}) {
      ObjectNode claims = Some.json(KIND.payloadJson());
      claims.remove(gone);
      assertFalse(KIND.accepts(KIND.resigned(KIND.headerJson(), claims.toString())), gone);
    }
  }

  @Test
  void aProofByAnotherKeyThanItsOwnIsNone() {
    String forged = Some.sign(Some.STRANGER, KIND.headerJson(), KIND.payloadJson());
    assertThrows(Malformed.class, () -> DpopProof.verified(forged));
  }
}
