package dev.roadcase.wire.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.token.Some.Kind;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a forger tries, over every type of token. Good signatures wherever he could have one. */
class TokenAttacksTest {
  private static final BigInteger N =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  static Stream<Kind> kinds() {
    return Some.KINDS.stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aTokenOfOursIsAccepted(Kind kind) {
    assertTrue(kind.accepts(kind.text()));
    assertTrue(kind.accepts(kind.resigned(kind.headerJson(), kind.payloadJson())));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void noOtherAlgorithmIsTaken(Kind kind) {
    for (String alg :
        new String[] {
          "none",
          "None",
          "nOnE",
          "",
          "HS256",
          "HS384",
          "HS512",
          "RS256",
          "PS256",
          "ES384",
          "ES512",
          "ES256K",
          "EdDSA",
          "Ed25519",
          "es256",
          "ES256 ",
          "ML-DSA-44"
        }) {
      String header = kind.headerJson().replace("ES256", alg);
      String signed = kind.resigned(header, kind.payloadJson());
      assertFalse(kind.accepts(signed), alg);
      assertFalse(kind.accepts(signed.substring(0, signed.lastIndexOf('.') + 1)), alg);
    }
    refusedWithHeader(kind, json -> json.remove("alg"));
    refusedWithHeader(kind, json -> json.putNull("alg"));
    refusedWithHeader(kind, json -> json.put("alg", 256));
    refusedWithHeader(kind, json -> json.putArray("alg").add("ES256"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aPublicKeyIsNobodysSharedSecret(Kind kind) throws GeneralSecurityException {
    PublicKey key = kind.signer().publicKey();
    byte[] point = new byte[65];
    point[0] = 4;
    System.arraycopy(Base64.getUrlDecoder().decode(key.x()), 0, point, 1, 32);
    System.arraycopy(Base64.getUrlDecoder().decode(key.y()), 0, point, 33, 32);
    for (byte[] secret : List.of(point, Some.utf8(key.x()), Some.utf8(key.thumbprint()))) {
      for (String alg : List.of("HS256", "ES256")) {
        String input =
            Some.base64(Some.utf8(kind.headerJson().replace("ES256", alg)))
                + "."
                + Some.base64(Some.utf8(kind.payloadJson()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        byte[] tag = mac.doFinal(Some.utf8(input));
        assertFalse(kind.accepts(input + "." + Some.base64(tag)));
        assertFalse(kind.accepts(input + "." + Some.base64(Arrays.copyOf(tag, 64))));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aKeyIsNamedOnceAndPlainly(Kind kind) {
    for (String kid :
        new String[] {
          "../../../etc/passwd",
          "' OR 1=1 --",
          "",
          "AAAAAA",
          Some.kid(kind.signer()) + "A",
          "\u0000",
          Some.kid(kind.signer()) + "\n",
          "%2e%2e",
          "é".repeat(6),
          "x".repeat(1 << 20)
        }) {
      // Beside a key it names nothing, and is ignored.
      if (kind.ownKey() && kid.length() < 100) {
        acceptedWithHeader(kind, json -> json.put("kid", kid));
      } else {
        refusedWithHeader(kind, json -> json.put("kid", kid));
      }
    }
    String member = kind.ownKey() ? "jwk" : "kid";
    refusedWithHeader(kind, json -> json.remove(member));
    refusedWithHeader(kind, json -> json.putNull(member));
    refusedWithHeader(kind, json -> json.put(member, 7));
    String header = kind.headerJson();
    String twice =
        header.substring(0, header.length() - 1)
            + ",\""
            + member
            + "\":"
            + Some.json(header).get(member)
            + "}";
    assertFalse(kind.accepts(kind.resigned(twice, kind.payloadJson())));
    assertFalse(
        kind.accepts(
            kind.resigned(
                twice.replaceFirst("\"" + member, "\"\\\\u00" + hex(member)), kind.payloadJson())));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aTokenBringsNoKeyThatWasNotAskedFor(Kind kind) {
    PublicKey stranger = Some.STRANGER.publicKey();
    String jwk =
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\""
            + stranger.x()
            + "\",\"y\":\""
            + stranger.y()
            + "\"}";
    if (!kind.ownKey()) {
      String embedded = "{\"alg\":\"ES256\",\"typ\":\"" + kind.typ() + "\",\"jwk\":" + jwk + "}";
      assertFalse(kind.accepts(Some.sign(Some.STRANGER, embedded, kind.payloadJson())));
      String both =
          embedded.replace("{\"alg\"", "{\"kid\":\"" + Some.kid(Some.ISSUER) + "\",\"alg\"");
      assertFalse(kind.accepts(Some.sign(Some.STRANGER, both, kind.payloadJson())));
      assertFalse(kind.accepts(Some.sign(Some.ISSUER, both, kind.payloadJson())));
    }
    for (String member : List.of("jku", "x5u", "x5t", "x5t#S256", "iss", "cty", "url")) {
      Change change = json -> json.put(member, "http://127.0.0.1/keys");
      if (kind.ownKey()) {
        acceptedWithHeader(kind, change);
        ObjectNode forged = Some.json(kind.headerJson());
        change.to(forged);
        assertFalse(
            kind.accepts(Some.sign(Some.STRANGER, forged.toString(), kind.payloadJson())), member);
      } else {
        refusedWithHeader(kind, change);
      }
    }
    if (!kind.ownKey()) {
      refusedWithHeader(kind, json -> json.putArray("x5c").add("MIIB"));
    }
  }

  /** RFC 7515 §4, RFC 7517 §4: as a browser, or any library, writes it. */
  @ParameterizedTest
  @MethodSource("kinds")
  void whatNobodyUnderstandsIsIgnoredWhereADeviceSigns(Kind kind) {
    if (!kind.ownKey()) {
      return;
    }
    acceptedWithHeader(kind, json -> json.put("kid", "me").put("x", 1.5).putNull("y"));
    acceptedWithHeader(kind, json -> json.putObject("x").putObject("y").put("z", true));
    for (String[] member : new String[][] {{"use", "sig"}, {"alg", "ES256"}, {"kid", "me"}}) {
      acceptedWithHeader(kind, json -> jwk(json).put(member[0], member[1]));
    }
    acceptedWithHeader(kind, json -> jwk(json).put("ext", true).putArray("key_ops").add("verify"));
    // The key of the header is the one that is looked at, whatever stands beside it.
    ObjectNode confused = Some.json(kind.headerJson()).put("kid", Some.kid(Some.STRANGER));
    assertFalse(kind.accepts(Some.sign(Some.STRANGER, confused.toString(), kind.payloadJson())));
  }

  /** RFC 7515 §4.1.9. Other letters are not those of ASCII, in whatever case. */
  @ParameterizedTest
  @MethodSource("kinds")
  void aTypeOfADevicesIsAMediaType(Kind kind) {
    String upper = kind.typ().toUpperCase(java.util.Locale.ROOT);
    for (String typ : List.of(upper, "application/" + kind.typ(), "Application/" + upper)) {
      if (kind.ownKey()) {
        acceptedWithHeader(kind, json -> json.put("typ", typ));
      } else {
        refusedWithHeader(kind, json -> json.put("typ", typ));
      }
    }
    for (String typ :
        List.of(
            "application/application/" + kind.typ(),
            "text/" + kind.typ(),
            "/" + kind.typ(),
            kind.typ() + ";charset=utf-8",
            kind.typ().replace('s', '\u017f') + "\u017f",
            kind.typ().replace('t', '\uff54'))) {
      refusedWithHeader(kind, json -> json.put("typ", typ));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aKeyInAHeaderIsAPublicPointAndNothingElse(Kind kind) {
    if (!kind.ownKey()) {
      return;
    }
    PublicKey own = kind.signer().publicKey();
    for (String[] change :
        new String[][] {
          {"d", kind.signer().scalar()},
          {"d", ""},
          {"k", "c2VjcmV0"},
          {"p", "AQAB"},
          {"use", "enc"},
          {"alg", "ES384"},
          {"alg", "HS256"},
          {"alg", "none"},
          {"kty", "oct"},
          {"kty", "RSA"},
          {"kty", "ec"},
          {"crv", "P-384"},
          {"crv", "secp256k1"},
          {"crv", "p-256"},
          {"x", own.y()},
          {"x", "A".repeat(43)},
          {"x", own.x() + "="},
          {"x", "A" + own.x()},
          {"x", own.x().substring(1)},
          {"x", withSpareBits(own.x())},
          {"y", ""},
          {"y", "_".repeat(42) + "8"}
        }) {
      refusedWithHeader(kind, json -> jwk(json).put(change[0], change[1]));
    }
    refusedWithHeader(kind, json -> jwk(json).putNull("d"));
    refusedWithHeader(kind, json -> jwk(json).put("use", 1));
    refusedWithHeader(kind, json -> jwk(json).remove("y"));
    refusedWithHeader(kind, json -> json.putArray("jwk"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void nothingCriticalIsUnderstood(Kind kind) {
    refusedWithHeader(kind, json -> json.putArray("crit"));
    refusedWithHeader(kind, json -> json.putNull("crit"));
    refusedWithHeader(kind, json -> json.putArray("crit").add("kid"));
    refusedWithHeader(kind, json -> json.put("crit", "x"));
    refusedWithHeader(kind, json -> json.put("http://x", 1).putArray("crit").add("http://x"));
    refusedWithHeader(kind, json -> json.put("b64", false).putArray("crit").add("b64"));
    refusedWithHeader(kind, json -> json.put("b64", true));
    refusedWithHeader(kind, json -> json.put("exp", 1).putArray("crit").add("exp"));
    refusedWithHeader(kind, json -> json.put("zip", "DEF"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void noMemberIsSaidTwice(Kind kind) {
    String payload = kind.payloadJson();
    Some.json(payload)
        .properties()
        .forEach(member -> {
          String more = "\"" + member.getKey() + "\":" + member.getValue();
          String tail = payload.substring(0, payload.length() - 1) + "," + more + "}";
          assertFalse(kind.accepts(kind.resigned(kind.headerJson(), tail)), tail);
          String escaped =
              payload.substring(0, payload.length() - 1)
                  + ",\"\\u00"
                  + hex(member.getKey())
                  + "\":"
                  + member.getValue()
                  + "}";
          assertFalse(kind.accepts(kind.resigned(kind.headerJson(), escaped)), escaped);
        });
    String nested = payload.replace("{\"jkt\":", "{\"jkt\":\"x\",\"jkt\":");
    assertTrue(nested.equals(payload) || !kind.accepts(kind.resigned(kind.headerJson(), nested)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aNumberIsWholeAndEveryParserReadsTheSame(Kind kind) {
    Some.json(kind.payloadJson())
        .properties()
        .forEach(member -> {
          if (member.getValue().isNumber()) {
            for (String number :
                new String[] {
                  "\"1\"",
                  "1e400",
                  "1e3",
                  "-1",
                  "1.0",
                  "1.5",
                  "-0.0",
                  "9223372036854775807",
                  "9223372036854775808",
                  "9007199254740992",
                  "1" + "0".repeat(100),
                  "NaN",
                  "Infinity",
                  "0x10",
                  "01",
                  "+1",
                  "null",
                  "true",
                  "[1]",
                  "{}"
                }) {
              String payload =
                  kind.payloadJson()
                      .replace(
                          "\"" + member.getKey() + "\":" + member.getValue(),
                          "\"" + member.getKey() + "\":" + number);
              // What a device signs has NumericDates alone (RFC 7519 §2), and its own clock.
              boolean date = kind.ownKey() && number.matches("-1|1e3|1\\.0|1\\.5|-0\\.0");
              assertTrue(date || !kind.accepts(kind.resigned(kind.headerJson(), payload)), payload);
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void depthAndLengthHaveAnEnd(Kind kind) {
    String payload = kind.payloadJson();
    String open = payload.substring(0, payload.length() - 1);
    for (int depth : new int[] {4, 5, 12, 13, 1_000, 100_000}) {
      String deep = open + ",\"deep\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
      assertFalse(kind.accepts(kind.resigned(kind.headerJson(), deep)));
      String header = kind.headerJson();
      String deepHeader =
          header.substring(0, header.length() - 1)
              + ",\"x\":"
              + "{\"a\":".repeat(depth)
              + "1"
              + "}".repeat(depth + 1);
      assertFalse(kind.accepts(kind.resigned(deepHeader, payload)));
    }
    String spaces = " ".repeat(33_000);
    assertFalse(kind.accepts(kind.resigned(kind.headerJson(), payload + spaces)));
    assertFalse(kind.accepts(kind.resigned(kind.headerJson() + " ".repeat(8_192), payload)));
    assertFalse(kind.accepts("A".repeat(10 << 20)));
    assertFalse(kind.accepts("A".repeat(5 << 20) + "." + "A".repeat(5 << 20) + ".AAAA"));
    assertFalse(kind.accepts("~".repeat(10 << 20)));
    assertFalse(kind.accepts(".".repeat(1 << 20)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aTokenHasOneSpelling(Kind kind) {
    String text = kind.text();
    String[] parts = text.split("\\.");
    List<String> others = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      for (String tail :
          new String[] {"=", "==", " ", "\n", "\r\n", "\t", "\u0000", "\u00a0", "%3D"}) {
        others.add(with(parts, i, parts[i] + tail));
        others.add(with(parts, i, tail + parts[i]));
      }
      others.add(with(parts, i, parts[i].substring(0, 9) + "\n" + parts[i].substring(9)));
      others.add(with(parts, i, parts[i] + "A"));
      if (parts[i].length() % 4 != 0) {
        others.add(with(parts, i, withSpareBits(parts[i])));
      }
      String otherAlphabet = parts[i].replace('-', '+').replace('_', '/');
      if (!otherAlphabet.equals(parts[i])) {
        others.add(with(parts, i, otherAlphabet));
      }
      others.add(with(parts, i, ""));
    }
    others.add(text + ".");
    others.add("." + text);
    others.add(text + "." + parts[2]);
    others.add(parts[0] + "." + parts[1]);
    others.add(parts[0]);
    others.add("");
    others.add("Bearer " + text);
    others.add("{\"payload\":\"" + parts[1] + "\",\"signatures\":[]}");
    for (String other : others) {
      assertFalse(kind.accepts(other), other);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aSignatureIsTwoNumbersInRange(Kind kind) {
    String input = kind.text().substring(0, kind.text().lastIndexOf('.') + 1);
    List<BigInteger> edges =
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            N.subtract(BigInteger.ONE),
            N,
            N.add(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE));
    for (BigInteger r : edges) {
      for (BigInteger s : edges) {
        assertFalse(kind.accepts(input + Some.base64(rs(r, s))), r + ", " + s);
      }
    }
    byte[] good = Base64.getUrlDecoder().decode(kind.text().split("\\.")[2]);
    BigInteger r = new BigInteger(1, Arrays.copyOf(good, 32));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(good, 32, 64));
    assertFalse(
        kind.accepts(input + Some.base64(rs(r, s.add(N).mod(BigInteger.ONE.shiftLeft(256))))));
    assertFalse(kind.accepts(input + Some.base64(der(r, s))));
    assertFalse(kind.accepts(input + Some.base64(Arrays.copyOf(good, 63))));
    assertFalse(kind.accepts(input + Some.base64(Arrays.copyOf(good, 65))));
    assertFalse(kind.accepts(input + Some.base64(Arrays.copyOf(good, 96))));
    byte[] swapped = rs(s, r);
    assertFalse(kind.accepts(input + Some.base64(swapped)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theOtherSignatureOfOneContentIsTheSameToken(Kind kind) {
    String input = kind.text().substring(0, kind.text().lastIndexOf('.') + 1);
    byte[] good = Base64.getUrlDecoder().decode(kind.text().split("\\.")[2]);
    BigInteger r = new BigInteger(1, Arrays.copyOf(good, 32));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(good, 32, 64));
    String twin = input + Some.base64(rs(r, N.subtract(s)));
    assertTrue(kind.accepts(twin), "JWS allows it, and other makers produce it");
    if (kind.typ().equals("at+jwt")) {
      assertEquals(
          AccessToken.verified(kind.text(), Some.KEYS), AccessToken.verified(twin, Some.KEYS));
    }
    if (kind.typ().equals("dpop+jwt")) {
      assertEquals(
          DpopProof.verified(kind.text()).jti(), DpopProof.verified(twin).jti(), "its id counts");
    }
  }

  @Test
  void aChildDoesNotFollowTheOtherSignatureOfItsParent() {
    String parent = Some.token("sell refund hold").signedBy(Some.ISSUER);
    byte[] good = Base64.getUrlDecoder().decode(parent.split("\\.")[2]);
    BigInteger r = new BigInteger(1, Arrays.copyOf(good, 32));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(good, 32, 64));
    String twin =
        parent.substring(0, parent.lastIndexOf('.') + 1) + Some.base64(rs(r, N.subtract(s)));
    String child = Some.chain().substring(Some.chain().indexOf('~'));
    assertTrue(TokenChain.verified(parent + child, Some.KEYS).isPresent());
    assertThrows(Malformed.class, () -> TokenChain.verified(twin + child, Some.KEYS));
  }

  @Test
  void noTypeIsTakenForAnother() {
    for (Kind kind : Some.KINDS) {
      for (Kind other : Some.KINDS) {
        assertEquals(kind == other, kind.accepts(other.text()), kind + " took " + other);
        if (kind != other) {
          // The header's word alone does not do either: claims and key are another type's.
          String renamed = other.headerJson().replace(other.typ(), kind.typ());
          assertFalse(kind.accepts(other.resigned(renamed, other.payloadJson())), other.typ());
        }
      }
      for (String typ : List.of("JWT", "jwt", kind.typ() + " ", "sale+jwt", "rcpt+jwt", "")) {
        refusedWithHeader(kind, json -> json.put("typ", typ));
      }
      refusedWithHeader(kind, json -> json.remove("typ"));
    }
  }

  @Test
  void anotherKitsOrAnotherShowsTokenSaysSo() {
    AccessToken own = Some.token("sell");
    String lastYear =
        new AccessToken(
                new IssuerUrl("https://kit-2.local:8443"),
                Party.of("rc:demo/market-2025"),
                own.subject(),
                own.scopes(),
                own.issued(),
                own.expires(),
                own.index(),
                own.generation(),
                own.thumbprint(),
                own.staff())
            .signedBy(Some.ISSUER);
    AccessToken read = AccessToken.verified(lastYear, Some.KEYS).orElseThrow().value();
    assertFalse(read.issuer().equals(own.issuer()));
    assertFalse(read.audience().equals(own.audience()));
    assertEquals(
        Optional.empty(), AccessToken.verified(own.signedBy(Some.STRANGER), Some.KEYS), "its key");
    assertEquals(
        Optional.empty(),
        AccessToken.verified(
            Some.sign(
                Some.STRANGER,
                "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"" + Some.kid(Some.ISSUER) + "\"}",
                Some.decoded(own.signedBy(Some.ISSUER), 1)),
            Some.KEYS),
        "under our key's name");
  }

  @Test
  void namesAreWordsAndNothingThatLooksLikeThem() {
    Kind at = Some.KINDS.getFirst();
    for (String[] change :
        new String[][] {
          {"iss", "[\"https://kit-1.local:8443\"]"},
          {"iss", "\"rc:demo/kit-1\""},
          {"iss", "\"https://kit-1.local:8443/\""},
          {"client_id", "\"d-0000000000000000\""},
          {"client_id", "\"till\""},
          {"iat", "-1"},
          {"iat", "1795348800"},
          {"iat", "1.5"},
          {"status", "{}"},
          {"status", "{\"status_list\":{\"idx\":1}}"},
          {"status", status(131_070, Some.LIST)},
          {"status", status(131_071, "https://kit-2.local:8443/oauth/status-lists/1")},
          {"status", status(131_071, Some.LIST).replace("}}", "},\"more\":1}")},
          {"aud", "[\"rc:demo/market\",\"rc:other/market\"]"},
          {"aud", "\"rc:demo/market rc:other/market\""},
          {"aud", "\"RC:demo/market\""},
          {"aud", "\"rc:demo/m\u0430rket\""}, // Cyrillic a
          {"aud", "\"rc:demo/market/\""},
          {"aud", "\"rc:demo/../market\""},
          {"aud", "\"\""},
          {"aud", "\"rc:demo/market\\u0000\""},
          {"iss", "\"https://box.example\""},
          {"sub", "\"d-\u0410aaaaaaaaaaaaaaa\""},
          {"sub", "\"d-short\""},
          {"sub", "\"c-weather\\n\""},
          {"sub", "[]"},
          {"scope", "\"sell  refund\""},
          {"scope", "\"sell\\trefund\""},
          {"scope", "\"sell,refund\""},
          {"scope", "\"sell sell\""},
          {"scope", "\" sell\""},
          {"scope", "\"sell\\u00a0refund\""},
          {"scope", "\"Sell\""},
          {"scope", "\"s\u0435ll\""},
          {"scope", "\"\""},
          {"scope", "[\"sell\",\"refund\"]"},
          {"scope", "\"everything\""},
          {"jti", "\"01\""},
          {"jti", "\"-1\""},
          {"jti", "\"+1\""},
          {"jti", "\"131072\""},
          {"jti", "\"1\u0660\""}, // an Arabic zero
          {"jti", "\"\""},
          {"jti", "7"},
          {"gen", "-1"},
          {"exp", "0"},
          {"cnf", "{}"},
          {"cnf", "null"},
          {"cnf", "{\"jkt\":\"x\"}"},
          {"cnf", "{\"jwk\":{}}"},
          {"cnf", "{\"jkt\":\"" + Some.FRIEND.publicKey().thumbprint() + "\"}"},
          {"act", "{\"sub\":\"Mia\"}"},
          {"act", "{\"sub\":\"mia\",\"act\":{\"sub\":\"tom\"}}"},
          {"admin", "true"}
        }) {
      String value = change[1];
      ObjectNode claims = Some.json(at.payloadJson());
      claims.set(change[0], Some.json("{\"v\":" + value + "}").get("v"));
      assertFalse(at.accepts(at.resigned(at.headerJson(), claims.toString())), claims.toString());
    }
    for (String gone :
        List.of(
            "iss",
            "aud",
            "sub",
            "client_id",
            "scope",
            "iat",
            "exp",
            "jti",
            "gen",
            "status",
            "cnf")) {
      ObjectNode claims = Some.json(at.payloadJson());
      claims.remove(gone);
      assertFalse(at.accepts(at.resigned(at.headerJson(), claims.toString())), "no " + gone);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whatIsEncryptedOrCompressedIsNoToken(Kind kind) {
    refusedWithHeader(kind, json -> json.put("enc", "A256GCM"));
    refusedWithHeader(
        kind, json -> json.put("alg", "PBES2-HS256+A128KW").put("p2c", Integer.MAX_VALUE));
    String jwe =
        Some.base64(
                Some.utf8(
                    "{\"alg\":\"PBES2-HS512+A256KW\",\"enc\":\"A256GCM\",\"p2c\":2147483647,\"p2s\":\"AAAAAAAAAAA\",\"zip\":\"DEF\"}"))
            + ".AAAA.AAAA.AAAA.AAAA";
    assertFalse(kind.accepts(jwe));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void textIsUtf8InItsShortestForm(Kind kind) {
    byte[] payload = Some.utf8(kind.payloadJson());
    for (byte[] wrong :
        new byte[][] {
          {(byte) 0xc0, (byte) 0xaf},
          {(byte) 0xe0, (byte) 0x80, (byte) 0xaf},
          {(byte) 0xf0, (byte) 0x80, (byte) 0x80, (byte) 0xaf},
          {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
          {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
          {(byte) 0xff},
          {(byte) 0x80}
        }) {
      // Into the first string that there is: what is between its quotes.
      int at = kind.payloadJson().indexOf(":\"") < 0 ? 2 : kind.payloadJson().indexOf(":\"") + 2;
      byte[] bytes = new byte[payload.length + wrong.length];
      System.arraycopy(payload, 0, bytes, 0, at);
      System.arraycopy(wrong, 0, bytes, at, wrong.length);
      System.arraycopy(payload, at, bytes, at + wrong.length, payload.length - at);
      assertFalse(kind.accepts(Some.sign(kind.signer(), Some.utf8(kind.headerJson()), bytes)));
    }
    String payloadJson = kind.payloadJson();
    String open = payloadJson.substring(0, payloadJson.length() - 1);
    for (String half : List.of("\\ud800", "\\udc00", "\\ud800x", "\\udc00\\ud800")) {
      for (String more : List.of(",\"x\":\"" + half + "\"}", ",\"" + half + "\":1}")) {
        assertFalse(kind.accepts(kind.resigned(kind.headerJson(), open + more)), more);
      }
    }
    byte[] mark = new byte[payload.length + 3];
    mark[0] = (byte) 0xef;
    mark[1] = (byte) 0xbb;
    mark[2] = (byte) 0xbf;
    System.arraycopy(payload, 0, mark, 3, payload.length);
    assertFalse(kind.accepts(Some.sign(kind.signer(), Some.utf8(kind.headerJson()), mark)));
    byte[] wide = payloadJson.getBytes(StandardCharsets.UTF_16LE);
    assertFalse(kind.accepts(Some.sign(kind.signer(), Some.utf8(kind.headerJson()), wide)));
    for (String no :
        List.of("[]", "1", "\"x\"", "null", "", "{}", payloadJson + payloadJson, open)) {
      assertFalse(kind.accepts(kind.resigned(kind.headerJson(), no)), no);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anotherKeysSignatureOpensNothing(Kind kind) {
    assertFalse(kind.accepts(Some.sign(Some.STRANGER, kind.headerJson(), kind.payloadJson())));
    String[] parts = kind.text().split("\\.");
    String changed = kind.payloadJson().replaceFirst("1", "2");
    assertFalse(
        kind.accepts(parts[0] + "." + Some.base64(Some.utf8(changed + " ")) + "." + parts[2]));
  }

  private interface Change {
    void to(ObjectNode header);
  }

  private static String status(int index, String uri) {
    return "{\"status_list\":{\"idx\":" + index + ",\"uri\":\"" + uri + "\"}}";
  }

  private static ObjectNode jwk(ObjectNode header) {
    return (ObjectNode) header.get("jwk");
  }

  private static void acceptedWithHeader(Kind kind, Change change) {
    ObjectNode header = Some.json(kind.headerJson());
    change.to(header);
    assertTrue(
        kind.accepts(kind.resigned(header.toString(), kind.payloadJson())), header.toString());
  }

  private static void refusedWithHeader(Kind kind, Change change) {
    ObjectNode header = Some.json(kind.headerJson());
    change.to(header);
    assertFalse(
        kind.accepts(kind.resigned(header.toString(), kind.payloadJson())), header.toString());
  }

  private static String with(String[] parts, int i, String part) {
    String[] changed = parts.clone();
    changed[i] = part;
    return String.join(".", changed);
  }

  private static String withSpareBits(String part) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = alphabet.indexOf(part.charAt(part.length() - 1));
    return part.substring(0, part.length() - 1) + alphabet.charAt(last | 1);
  }

  private static String hex(String member) {
    return Integer.toHexString(member.charAt(0)) + member.substring(1);
  }

  private static byte[] rs(BigInteger r, BigInteger s) {
    byte[] out = new byte[64];
    put(r, out, 0);
    put(s, out, 32);
    return out;
  }

  private static void put(BigInteger value, byte[] out, int at) {
    byte[] octets = value.toByteArray();
    int from = Math.max(0, octets.length - 32);
    System.arraycopy(octets, from, out, at + 32 - (octets.length - from), octets.length - from);
  }

  private static byte[] der(BigInteger r, BigInteger s) {
    byte[] a = r.toByteArray();
    byte[] b = s.toByteArray();
    byte[] out = new byte[6 + a.length + b.length];
    out[0] = 0x30;
    out[1] = (byte) (4 + a.length + b.length);
    out[2] = 2;
    out[3] = (byte) a.length;
    System.arraycopy(a, 0, out, 4, a.length);
    out[4 + a.length] = 2;
    out[5 + a.length] = (byte) b.length;
    System.arraycopy(b, 0, out, 6 + a.length, b.length);
    return out;
  }
}
