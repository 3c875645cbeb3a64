package dev.roadcase.tests.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * A paired device as a stranger would write one, from RFC 9449 and the JDK: nothing of ours. Makes
 * a proof for each request, with the box's newest nonce, and fetches a new token when the old one
 * is not taken.
 */
final class OutsideDevice {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
  private static final int TRIES = 5;

  /** How requests are sent. */
  interface Transport {
    HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException;
  }

  private final String id;
  private final ObjectNode jwk;
  private final PrivateKey key;
  private volatile String token;
  private volatile Optional<String> nonce = Optional.empty();

  private OutsideDevice(String id, ObjectNode jwk, PrivateKey key, String token) {
    this.id = id;
    this.jwk = jwk;
    this.key = key;
    this.token = token;
  }

  /** What a till's file keeps: all that a device needs to come back. */
  static String credential(String id, String scalar, String x, String y, String token) {
    return MAPPER
        .createObjectNode()
        .put("id", id)
        .put("d", scalar)
        .put("x", x)
        .put("y", y)
        .put("token", token)
        .toString();
  }

  static OutsideDevice of(String credential) {
    try {
      JsonNode node = MAPPER.readTree(credential);
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      BigInteger d = new BigInteger(1, Base64.getUrlDecoder().decode(node.path("d").asText()));
      PrivateKey key =
          KeyFactory.getInstance("EC")
              .generatePrivate(
                  new ECPrivateKeySpec(d, parameters.getParameterSpec(ECParameterSpec.class)));
      ObjectNode jwk =
          MAPPER
              .createObjectNode()
              .put("kty", "EC")
              .put("crv", "P-256")
              .put("x", node.path("x").asText())
              .put("y", node.path("y").asText());
      return new OutsideDevice(node.path("id").asText(), jwk, key, node.path("token").asText());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("no device's credential", e);
    }
  }

  /** Sends a request with token and proof, as often as the box wants another nonce or token. */
  HttpResponse<byte[]> send(
      Transport transport, String method, URI uri, HttpRequest.Builder template)
      throws IOException, InterruptedException {
    boolean renewed = false;
    for (int i = 1; ; i++) {
      String with = token;
      HttpResponse<byte[]> answer =
          transport.send(
              template
                  .copy()
                  .header("Authorization", "DPoP " + with)
                  .header("DPoP", proof(method, uri, Optional.of(with)))
                  .build());
      boolean fresh = noted(answer);
      if (answer.statusCode() != 401 || i == TRIES) {
        return answer;
      }
      if (!fresh) {
        if (renewed || !renew(transport, uri.resolve("/oauth/token"))) {
          return answer;
        }
        renewed = true;
      }
    }
  }

  private boolean renew(Transport transport, URI endpoint)
      throws IOException, InterruptedException {
    for (int i = 1; i <= TRIES; i++) {
      HttpResponse<byte[]> answer =
          transport.send(
              HttpRequest.newBuilder(endpoint)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header("DPoP", proof("POST", endpoint, Optional.empty()))
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "grant_type=client_credentials&client_id=" + id))
                  .build());
      if (answer.statusCode() == 200) {
        token = MAPPER.readTree(answer.body()).path("access_token").asText();
        return true;
      }
      if (!noted(answer)) {
        return false;
      }
    }
    return false;
  }

  private boolean noted(HttpResponse<byte[]> answer) {
    Optional<String> header = answer.headers().firstValue("DPoP-Nonce");
    if (header.isPresent()) {
      nonce = header;
    }
    return header.isPresent();
  }

  private String proof(String method, URI uri, Optional<String> with) throws IOException {
    ObjectNode head = MAPPER.createObjectNode().put("alg", "ES256").put("typ", "dpop+jwt");
    head.set("jwk", jwk);
    ObjectNode claims =
        MAPPER
            .createObjectNode()
            .put("jti", UUID.randomUUID().toString())
            .put("htm", method)
            .put("htu", uri.toString().replaceAll("[?#].*", ""))
            .put("iat", System.currentTimeMillis() / 1000);
    nonce.ifPresent(text -> claims.put("nonce", text));
    try {
      if (with.isPresent()) {
        byte[] hash =
            MessageDigest.getInstance("SHA-256")
                .digest(with.get().getBytes(StandardCharsets.US_ASCII));
        claims.put("ath", TEXT.encodeToString(hash));
      }
      String signed =
          TEXT.encodeToString(MAPPER.writeValueAsBytes(head))
              + "."
              + TEXT.encodeToString(MAPPER.writeValueAsBytes(claims));
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + TEXT.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK signs so", e);
    }
  }
}
