package dev.roadcase.tests.attack;

import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.Tender;
import dev.roadcase.tests.attack.Victim.Answer;
import dev.roadcase.wire.fact.SaleJson;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.DpopProof;
import dev.roadcase.wire.token.PairingJws;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Somebody with a key, who knows the RFCs, and may have been let in once. */
final class Stranger {
  static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

  final SigningKey key;
  final String id;
  private final Victim box;
  String token = "";
  private volatile Optional<String> nonce = Optional.empty();

  Stranger(Victim box) {
    this(box, SigningKey.make(Victim.CHANCE));
  }

  /** With somebody else's key: a copied profile, a cloned card. */
  Stranger(Victim box, SigningKey key) {
    this.box = box;
    this.key = key;
    this.id = DeviceId.of(key.publicKey()).value();
  }

  static Stranger paired(Victim box, String role) throws IOException, InterruptedException {
    Stranger device = new Stranger(box);
    Answer answer = device.pair(box.code(role, false));
    if (answer.status() != 201) {
      throw new AssertionError("not paired: " + answer.text());
    }
    return device;
  }

  Answer pair(String code) throws IOException, InterruptedException {
    return pair(code, "somebody's phone");
  }

  Answer pair(String code, String name) throws IOException, InterruptedException {
    Answer answer = box.send(json("/pairings", "pairing", PairingJws.sign(key, code, name)));
    if (answer.body().has("token")) {
      token = answer.body().path("token").asText();
    }
    return answer;
  }

  /** A proof as this one makes it, with any of its parts as somebody wants it. */
  String proof(String method, String htu, Optional<String> with) {
    return proof(jti(), method, htu, 1, nonce, with);
  }

  String proof(
      String jti,
      String method,
      String htu,
      long iat,
      Optional<String> nonceOf,
      Optional<String> with) {
    return DpopProof.sign(key, jti, method, htu, iat, nonceOf, with.map(DpopProof::ath));
  }

  static String jti() {
    return Long.toString(Victim.CHANCE.nextLong(), 36);
  }

  /** A nonce that is good for this key now. */
  Optional<String> nonce() throws IOException, InterruptedException {
    Optional<String> before = nonce;
    nonce = Optional.empty();
    Answer answer = form("/oauth/token", Map.of("grant_type", "client_credentials"), 1);
    nonce = answer.nonce().or(() -> before);
    return nonce;
  }

  Answer form(String path, Map<String, String> form) throws IOException, InterruptedException {
    return form(path, form, 3);
  }

  private Answer form(String path, Map<String, String> form, int tries)
      throws IOException, InterruptedException {
    Map<String, String> whole = new LinkedHashMap<>(form);
    if (path.equals("/oauth/token") && "client_credentials".equals(form.get("grant_type"))) {
      whole.putIfAbsent("client_id", id);
    }
    for (int i = 1; ; i++) {
      Answer answer =
          box.send(
              box.request(path)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header("DPoP", proof("POST", box.uri(path).toString(), Optional.empty()))
                  .POST(BodyPublishers.ofString(encoded(whole))));
      boolean fresh = noted(answer);
      if (!fresh || answer.status() == 200 || i >= tries) {
        return answer;
      }
    }
  }

  Answer renew() throws IOException, InterruptedException {
    return renew(Map.of());
  }

  Answer renew(Map<String, String> more) throws IOException, InterruptedException {
    Map<String, String> form = new LinkedHashMap<>(Map.of("grant_type", "client_credentials"));
    form.putAll(more);
    Answer answer = form("/oauth/token", form);
    if (answer.status() == 200) {
      token = answer.body().path("access_token").asText();
    }
    return answer;
  }

  Answer pin(String staff, String pin) throws IOException, InterruptedException {
    return renew(Map.of("staff", staff, "pin", pin));
  }

  /** Asks for a page with a token, and a proof that fits. */
  Answer get(String path, String with) throws IOException, InterruptedException {
    for (int i = 1; ; i++) {
      Answer answer = show(path, with, proof("GET", box.uri(path).toString(), Optional.of(with)));
      boolean fresh = noted(answer);
      if (answer.status() != 401 || !fresh || i == 3) {
        return answer;
      }
    }
  }

  /** Asks once, with exactly these. */
  Answer show(String path, String with, String proof) throws IOException, InterruptedException {
    return box.send(
        box.request(path).GET().header("Authorization", "DPoP " + with).header("DPoP", proof));
  }

  Answer sell(long sequence) throws IOException, InterruptedException {
    return sell(sequence, "AAAAAAAAAAAAAAAAAAAAAA", token);
  }

  Answer sell(long sequence, String chance, String with) throws IOException, InterruptedException {
    return sell(sale(sequence, chance), with);
  }

  Answer sell(String jws, String with) throws IOException, InterruptedException {
    for (int i = 1; ; i++) {
      Answer answer =
          box.send(
              json("/sales", "sale", jws)
                  .header("Authorization", "DPoP " + with)
                  .header("DPoP", proof("POST", box.uri("/sales").toString(), Optional.of(with))));
      boolean fresh = noted(answer);
      if (answer.status() != 401 || !fresh || i == 3) {
        return answer;
      }
    }
  }

  /** A signed sale of one lemonade. */
  String sale(long sequence, String chance) {
    return sale(sequence, chance, 1);
  }

  /** As {@link #sale(long, String)}, by the prices of that version of the pack. */
  String sale(long sequence, String chance, long pack) {
    long tax = Victim.RATE.containedIn(Victim.PRICE);
    Sale sale =
        new Sale(
            new DeviceSequence(new DeviceId(id), sequence),
            chance,
            pack,
            List.of(new Line(Victim.LEMONADE, Quantity.pieces(1), Victim.PRICE, tax)),
            Tender.CASH,
            Victim.PRICE,
            Victim.EUR);
    return CompactJws.sign(key, SaleJson.SALE_TYP, id, SaleJson.write(sale));
  }

  private HttpRequest.Builder json(String path, String member, String value) {
    return box.request(path)
        .header("Content-Type", "application/json")
        .POST(
            BodyPublishers.ofString(Json.MAPPER.createObjectNode().put(member, value).toString()));
  }

  private boolean noted(Answer answer) {
    if (answer.nonce().isPresent()) {
      nonce = answer.nonce();
    }
    return answer.nonce().isPresent();
  }

  static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(e ->
            URLEncoder.encode(e.getKey(), StandardCharsets.UTF_8)
                + "="
                + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
