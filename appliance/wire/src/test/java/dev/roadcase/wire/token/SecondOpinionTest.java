package dev.roadcase.wire.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.Some.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

/**
 * What we let in, two others let in too, and read the same out of it. Both forgive more than we do:
 * only what we accept is put before them.
 *
 * <p>{@code -Dtoken.cases=10000000} tries more; {@code -Dtoken.seed=N} begins elsewhere.
 */
class SecondOpinionTest {
  private static final int CASES = Integer.getInteger("token.cases", 200_000);
  private static final long SEED = Long.getLong("token.seed", 1);

  private static final String[] JSON = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "null",
    "true",
    "1e9",
    "1.0",
    "-1",
    "9007199254740992",
    "{}",
    "[]",
    "\"x\":1,",
    "\"alg\":\"none\",",
    "\"typ\":\"JWT\",",
    "\"kid\":\"x\",",
    "\"exp\":1,",
    "\"jti\":\"1\",",
    "\"cnf\":{},",
    "\"crit\":[\"x\"],",
    " ",
    "\n",
    "\u00e9",
    "\ufeff",
    "0"
  };

  @Test
  void whatWeLetInOthersLetInToo() {
    Random random = new Random(SEED);
    int accepted = 0;
    for (int i = 0; i < CASES; i++) {
      // A chain takes three signatures to look at: less often.
      Kind kind = Some.KINDS.get(random.nextInt(Some.KINDS.size()));
      if (kind.typ().equals("att+jwt") && random.nextInt(4) > 0) {
        kind = Some.KINDS.getFirst();
      }
      String text = mutated(kind, random);
      boolean ours;
      try {
        ours = kind.accepts(text);
      } catch (RuntimeException e) {
        throw new AssertionError("-Dtoken.seed=" + SEED + ", case " + i + ": " + text, e);
      }
      if (ours && !text.equals(kind.text())) {
        accepted++;
        confirm(kind, text, "-Dtoken.seed=" + SEED + ", case " + i);
      }
    }
    System.out.println(accepted + " of " + CASES + " mutants accepted, all three of one mind");
    assertTrue(accepted > CASES / 5_000, "the mutants are so wild that nothing is compared");
  }

  @Test
  void ourOwnTokensAreTakenByOthers() {
    for (Kind kind : Some.KINDS) {
      confirm(kind, kind.text(), kind.typ());
    }
  }

  private static String mutated(Kind kind, Random random) {
    String text = kind.text();
    int rounds = random.nextInt(8) == 0 ? 2 : 1;
    for (int i = 0; i < rounds; i++) {
      text =
          switch (random.nextInt(40)) {
            case 0, 8, 9, 10, 11, 12, 13 -> bit(text, random);
            case 1, 14, 15, 16, 17, 18, 19 -> character(text, random);
            case 2, 20, 21, 22, 23 -> encoding(text, random);
            case 3, 24, 25, 26, 27 -> part(kind, text, random);
            case 4 -> signature(text, random);
            case 5 -> resigned(kind, json(kind.headerJson(), random), kind.payloadJson());
            case 6 -> resigned(kind, kind.headerJson(), json(kind.payloadJson(), random));
            case 7 -> resigned(kind, kind.headerJson(), digits(kind.payloadJson(), random));
            default -> unsigned(text, random);
          };
    }
    return text;
  }

  private static String resigned(Kind kind, String header, String payload) {
    return Some.sign(kind.signer(), header, payload);
  }

  /** Another content under the old signature. */
  private static String unsigned(String text, Random random) {
    String[] parts = text.split("\\.", -1);
    int which = random.nextInt(2);
    if (parts.length < 3) {
      return text;
    }
    try {
      parts[which] = Some.base64(Some.utf8(json(Some.decoded(text, which), random)));
    } catch (IllegalArgumentException e) {
      return text;
    }
    return String.join(".", parts);
  }

  private static String bit(String text, Random random) {
    char[] all = text.toCharArray();
    if (all.length > 0) {
      all[random.nextInt(all.length)] ^= (char) (1 << random.nextInt(8));
    }
    return new String(all);
  }

  private static String character(String text, Random random) {
    int at = random.nextInt(text.length() + 1);
    String some = "Aa0-_=+/. ~\n\t\u0000\u00e9";
    char c = some.charAt(random.nextInt(some.length()));
    return switch (random.nextInt(3)) {
      case 0 -> text.substring(0, at) + c + text.substring(at);
      case 1 -> at < text.length() ? text.substring(0, at) + text.substring(at + 1) : text + c;
      default -> at < text.length() ? text.substring(0, at) + c + text.substring(at + 1) : text;
    };
  }

  private static String encoding(String text, Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> text + "=";
      case 1 -> text.replace('-', '+');
      case 2 -> text.replace('_', '/');
      case 3 -> text.replaceFirst("\\.", "=.");
      case 4 -> text.replace(".", ".\n");
      default -> {
        // Spare bits at the end of a part.
        int end = random.nextBoolean() ? text.indexOf('.') : text.length();
        yield end < 1
            ? text
            : text.substring(0, end - 1) + next(text.charAt(end - 1)) + text.substring(end);
      }
    };
  }

  private static char next(char c) {
    return (char) (c + 1);
  }

  private static String part(Kind kind, String text, Random random) {
    Kind other = Some.KINDS.get(random.nextInt(Some.KINDS.size()));
    String[] parts = text.split("\\.", -1);
    String[] others = other.text().split("\\.");
    int which = random.nextInt(Math.min(3, parts.length));
    parts[which] = others[random.nextInt(3)];
    return String.join(".", parts);
  }

  private static String signature(String text, Random random) {
    int at = text.lastIndexOf('.') + 1;
    byte[] octets = new byte[random.nextInt(4) == 0 ? random.nextInt(100) : 64];
    random.nextBytes(octets);
    return text.substring(0, at) + Some.base64(octets);
  }

  private static String json(String json, Random random) {
    if (json.isEmpty()) {
      return JSON[random.nextInt(JSON.length)];
    }
    int at = random.nextInt(json.length() + 1);
    int to = Math.min(json.length(), at + random.nextInt(4));
    return switch (random.nextInt(5)) {
      case 0 -> json.substring(0, at) + JSON[random.nextInt(JSON.length)] + json.substring(at);
      case 1 -> json.substring(0, at) + JSON[random.nextInt(JSON.length)] + json.substring(to);
      case 2 -> json.substring(0, at) + json.substring(to);
      case 3 -> "{" + JSON[random.nextInt(JSON.length)] + json.substring(1);
      default -> shuffled(json, random);
    };
  }

  /** Members in another order, one of them perhaps gone, said twice or with another's value. */
  private static String shuffled(String json, Random random) {
    List<String> members = new ArrayList<>();
    ObjectNode node;
    try {
      node = Some.json(json);
    } catch (AssertionError e) {
      return json;
    }
    node.properties().forEach(m -> members.add("\"" + m.getKey() + "\":" + m.getValue()));
    java.util.Collections.shuffle(members, random);
    switch (members.isEmpty() ? 3 : random.nextInt(4)) {
      case 0 -> members.removeFirst();
      case 1 -> members.add(members.getFirst());
      case 2 -> {
        String value = members.getFirst().substring(members.getFirst().indexOf(':'));
        String name = members.getLast().substring(0, members.getLast().indexOf(':'));
        members.set(members.size() - 1, name + value);
      }
      default -> {}
    }
    String between = random.nextInt(3) == 0 ? " ,\n" : ",";
    return "{" + String.join(between, members) + "}";
  }

  private static String digits(String json, Random random) {
    char[] all = json.toCharArray();
    for (int i = random.nextInt(all.length); i < all.length; i++) {
      if (all[i] >= '0' && all[i] <= '9') {
        all[i] = (char) ('0' + random.nextInt(10));
        break;
      }
    }
    return new String(all);
  }

  private static void confirm(Kind kind, String text, String how) {
    // A child stands behind its parent; the readers of one JWS get the child alone.
    SigningKey signer = kind.signer();
    try {
      ECKey key = nimbus(signer.publicKey());
      JWSObject nimbus = JWSObject.parse(text);
      assertEquals(JWSAlgorithm.ES256, nimbus.getHeader().getAlgorithm(), how);
      assertEquals(kind.typ(), nimbus.getHeader().getType().getType(), how);
      assertTrue(nimbus.verify(new ECDSAVerifier(key)), how + ": nimbus refuses " + text);
      JWTClaimsSet claims = JWTClaimsSet.parse(nimbus.getPayload().toJSONObject());

      JsonWebSignature jose = new JsonWebSignature();
      jose.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, "ES256"));
      jose.setKey(key.toECPublicKey());
      jose.setCompactSerialization(text);
      assertEquals(kind.typ(), jose.getHeader("typ"), how);
      assertTrue(jose.verifySignature(), how + ": jose4j refuses " + text);
      JwtClaims others = JwtClaims.parse(jose.getPayload());

      if (kind.typ().equals("at+jwt")) {
        AccessToken ours = AccessToken.verified(text, Some.KEYS).orElseThrow().value();
        assertEquals(ours.subject().value(), claims.getSubject(), how);
        assertEquals(ours.subject().value(), others.getSubject(), how);
        assertEquals(Integer.toString(ours.index()), claims.getJWTID(), how);
        assertEquals(Integer.toString(ours.index()), others.getJwtId(), how);
        assertEquals(ours.expires(), others.getExpirationTime().getValue(), how);
        assertEquals(ours.expires() * 1000, claims.getExpirationTime().getTime(), how);
        assertEquals(ours.issuer().toString(), others.getIssuer(), how);
        assertEquals(List.of(ours.audience().toString()), claims.getAudience(), how);
      }
    } catch (Exception e) {
      fail(how + ": another refuses what we let in: " + text, e);
    }
  }

  private static ECKey nimbus(PublicKey key) {
    return new ECKey.Builder(Curve.P_256, new Base64URL(key.x()), new Base64URL(key.y())).build();
  }
}
