package dev.roadcase.provisioning.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Refund;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.Tender;
import dev.roadcase.wire.fact.SaleJson;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.DeviceSession;
import dev.roadcase.wire.token.PairingJws;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * A make-believe till. It signs each sale once, asks until somebody answers, and writes down what
 * it was shown before it goes on.
 */
final class Till implements AutoCloseable {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);
  private static final Duration GIVE_UP = Duration.ofMinutes(20);

  /** A thing on offer, as the box's catalogue shows it. */
  record Offer(Sku sku, long price, int ppm) {}

  /** What the till shows on its screen: the catalogue as it was loaded. */
  record Shelf(long packVersion, Currency currency, boolean taxIncluded, List<Offer> offers) {}

  /** A sale that the till was shown a receipt for. */
  record Shown(String jws, ReceiptToken receipt, long total) {}

  private final String name;
  private final BoxClient box;
  private final DeviceLog log;
  private final SigningKey key;
  private final SecureRandom chance = new SecureRandom();
  private final SplittableRandom taste;
  private final List<Shown> shown = new CopyOnWriteArrayList<>();
  private final DeviceSession session;
  private DeviceId id;
  private Shelf shelf = new Shelf(0, Currency.getInstance("EUR"), true, List.of());
  private long sequence;

  Till(String name, BoxClient box, DeviceLog log, long seed) {
    this.name = name;
    this.box = box;
    this.log = log;
    this.key = SigningKey.make(chance);
    this.id = DeviceId.of(key.publicKey());
    this.session = box.session(key, chance);
    this.taste = new SplittableRandom(seed);
  }

  void pair(String code) throws IOException, InterruptedException {
    BoxClient.Answer answer =
        box.post(
            session,
            "/pairings",
            Json.MAPPER.createObjectNode().put("pairing", PairingJws.sign(key, code, name)));
    if (!answer.good()) {
      throw new IOException(name + " was not paired: " + answer.body());
    }
    session.token(answer.body().path("token").asText());
    id = new DeviceId(answer.body().path("device").asText());
    log.write("paired", DeviceLog.line().put("device", id.value()));
  }

  void loadCatalogue() throws IOException, InterruptedException {
    List<Offer> offers = new ArrayList<>();
    String path = "/catalogue/items?limit=500";
    BoxClient.Answer answer = box.get(session, path);
    if (!answer.good()) {
      throw new IOException(name + " was shown no catalogue: " + answer.body());
    }
    JsonNode page = answer.body();
    for (JsonNode item : page.path("items")) {
      offers.add(
          new Offer(
              new Sku(item.path("sku").asText()),
              item.path("price").asLong(),
              item.path("tax").path("ppm").asInt()));
    }
    JsonNode pack = page.path("pack");
    shelf =
        new Shelf(
            pack.path("version").asLong(),
            Currency.getInstance(pack.path("currency").asText()),
            pack.path("taxIncluded").asBoolean(),
            offers);
  }

  /**
   * Sells one to three things of the shelf that are not {@code rare}. True when a receipt was
   * shown.
   */
  boolean sellSomething(Sku rare) throws IOException, InterruptedException {
    List<Offer> common = shelf.offers().stream().filter(o -> !o.sku().equals(rare)).toList();
    List<Line> lines = new ArrayList<>();
    int things = 1 + taste.nextInt(3);
    for (int i = 0; i < things; i++) {
      lines.add(line(common.get(taste.nextInt(common.size())), 1 + taste.nextInt(2)));
    }
    return sell(lines);
  }

  /**
   * Tries to sell one of {@code sku}. False when the box refuses because it has no right to any
   * more.
   */
  boolean sellOne(Sku sku) throws IOException, InterruptedException {
    Offer offer =
        shelf.offers().stream().filter(o -> o.sku().equals(sku)).findFirst().orElseThrow();
    return sell(List.of(line(offer, 1)));
  }

  /** Asks again for a sale that was shown before; the box is to give the same receipt. */
  void askAgain() throws IOException, InterruptedException {
    if (shown.isEmpty()) {
      return;
    }
    Shown earlier = shown.get(taste.nextInt(shown.size()));
    BoxClient.Answer answer = untilAnswered("/sales", sale(earlier.jws()));
    log.write(
        "asked-again",
        DeviceLog.line()
            .put("device", id.value())
            .put("status", answer.status())
            .put("receipt", earlier.receipt().value())
            .put("answered", answer.body().path("receipt").asText()));
  }

  /** Gives the whole of an earlier sale back. The receipt of the refund. */
  String refundOne() throws IOException, InterruptedException {
    Shown earlier = shown.get(shown.size() - 1);
    Refund refund =
        new Refund(
            new DeviceSequence(id, ++sequence),
            nonce(),
            earlier.receipt(),
            Math.max(1, earlier.total()),
            shelf.currency(),
            "changed their mind");
    String jws = CompactJws.sign(key, SaleJson.REFUND_TYP, id.value(), SaleJson.write(refund));
    BoxClient.Answer answer =
        untilAnswered(
            "/sales/" + earlier.receipt() + "/refunds",
            Json.MAPPER.createObjectNode().put("refund", jws));
    if (!answer.good()) {
      throw new IOException("the refund was refused: " + answer.body());
    }
    String receipt = answer.body().path("receipt").asText();
    log.write(
        "refunded",
        DeviceLog.line()
            .put("device", id.value())
            .put("seq", sequence)
            .put("receipt", receipt)
            .put("of", earlier.receipt().value())
            .put("amount", refund.amount()));
    return receipt;
  }

  /** Sends {@code n} readings in one request. */
  void sendReadings(int n) throws IOException, InterruptedException {
    ObjectNode body = Json.MAPPER.createObjectNode();
    var samples = body.putArray("samples");
    for (int i = 0; i < n; i++) {
      samples
          .addObject()
          .put("name", "footfall")
          .putObject("data")
          .put("door", "east-" + taste.nextInt(4))
          .put("in", taste.nextInt(30))
          .put("out", taste.nextInt(30))
          .put("celsius", taste.nextInt(160, 340) / 10.0);
    }
    BoxClient.Answer answer = untilAnswered("/telemetry", body);
    if (!answer.good()) {
      throw new IOException("readings were refused: " + answer.body());
    }
    log.write(
        "readings",
        DeviceLog.line()
            .put("device", id.value())
            .put("from", answer.body().path("from").asLong())
            .put("to", answer.body().path("to").asLong()));
  }

  /** Asks for something with its token and by its key, and writes down whether it was let in. */
  void knock() throws IOException, InterruptedException {
    int status = untilAnswered("/box", () -> box.get(session, "/box")).status();
    log.write("knocked", DeviceLog.line().put("device", id.value()).put("status", status));
  }

  DeviceId id() {
    return id;
  }

  JsonNode askBox() throws IOException, InterruptedException {
    return box.get(session, "/box").body();
  }

  int receiptsShown() {
    return shown.size();
  }

  @Override
  public void close() throws IOException {
    log.close();
    box.close();
  }

  private boolean sell(List<Line> lines) throws IOException, InterruptedException {
    long total = 0;
    for (Line line : lines) {
      long amount = TaxRate.extend(line.unitPrice(), line.quantity());
      total += shelf.taxIncluded() ? amount : amount + line.tax();
    }
    Sale sale =
        new Sale(
            new DeviceSequence(id, ++sequence),
            nonce(),
            shelf.packVersion(),
            lines,
            taste.nextInt(3) == 0 ? Tender.CASH : Tender.EXTERNAL,
            total,
            shelf.currency());
    String jws = CompactJws.sign(key, SaleJson.SALE_TYP, id.value(), SaleJson.write(sale));
    long start = System.nanoTime();
    BoxClient.Answer answer = untilAnswered("/sales", sale(jws));
    long micros = (System.nanoTime() - start) / 1000;
    if (!answer.good()) {
      refused(lines, answer);
      return false;
    }
    ReceiptToken receipt = new ReceiptToken(answer.body().path("receipt").asText());
    log.write(
        "shown",
        DeviceLog.line()
            .put("device", id.value())
            .put("seq", sequence)
            .put("receipt", receipt.value())
            .put("total", total)
            .put("sku", lines.get(0).sku().value())
            .put("lines", goods(lines))
            .put("micros", micros));
    shown.add(new Shown(jws, receipt, total));
    return true;
  }

  private void refused(List<Line> lines, BoxClient.Answer answer) throws IOException {
    log.write(
        "refused",
        DeviceLog.line()
            .put("device", id.value())
            .put("seq", sequence)
            .put("sku", lines.get(0).sku().value())
            .put("problem", answer.problem()));
    if (!answer.problem().equals("sold-out")) {
      throw new IOException(name + " was refused: " + answer.body());
    }
  }

  private interface Question {
    BoxClient.Answer ask() throws IOException, InterruptedException;
  }

  private BoxClient.Answer untilAnswered(String path, ObjectNode body)
      throws IOException, InterruptedException {
    return untilAnswered(path, () -> box.post(session, path, body));
  }

  /** The box may be down, or have no room: the same request again, until it says yes or no. */
  private BoxClient.Answer untilAnswered(String path, Question question)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + GIVE_UP.toNanos();
    while (true) {
      try {
        BoxClient.Answer answer = question.ask();
        if (answer.status() != 503) {
          return answer;
        }
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        log.write("no-answer", DeviceLog.line().put("path", path));
      }
      Thread.sleep(BETWEEN_TRIES);
    }
  }

  /** What was sold, as the checker compares it: {@code SKU*milli-units} for each line. */
  private static String goods(List<Line> lines) {
    return lines.stream()
        .map(line -> line.sku() + "*" + line.quantity().milli())
        .collect(Collectors.joining(","));
  }

  private Line line(Offer offer, long pieces) {
    Quantity quantity = Quantity.pieces(pieces);
    long amount = TaxRate.extend(offer.price(), quantity);
    TaxRate rate = new TaxRate(offer.ppm());
    long tax = shelf.taxIncluded() ? rate.containedIn(amount) : rate.onTopOf(amount);
    return new Line(offer.sku(), quantity, offer.price(), tax);
  }

  private String nonce() {
    byte[] bytes = new byte[16];
    chance.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static ObjectNode sale(String jws) {
    return Json.MAPPER.createObjectNode().put("sale", jws);
  }
}
