package dev.roadcase.tests.fault;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Refund;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.Tender;
import dev.roadcase.wire.fact.SaleJson;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.PairingJws;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One till: signs a sale, asks until it has an answer, and writes what it was shown to a file that
 * it flushes before it goes on. A sale without an answer is asked for again, of whatever box comes
 * back.
 */
final class Till implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private record Asked(long seq, Sku sku, String jws) {}

  /** A refund of one of its sales, signed. */
  private record Returned(long seq, String of, String jws) {}

  /** What came of one turn. */
  enum Turn {
    SHOWN,
    SOLD_OUT,
    NOT_NOW,
    /** The box does not know the sale that was to be refunded. */
    UNKNOWN
  }

  private final SigningKey key;
  private final DeviceId id;
  private final FileChannel file;
  private final Random taste;
  private final SecureRandom chance = new SecureRandom();
  private final List<Asked> shown = new ArrayList<>();
  private final Map<Long, String> receipts = new HashMap<>();
  private Optional<Asked> pending = Optional.empty();
  private Optional<Returned> returning = Optional.empty();
  private String token = "";
  private String credential = "";
  private String why = "";
  private boolean again;
  private long sequence;

  Till(Path file, long seed) throws IOException {
    this.key = SigningKey.make(chance);
    this.id = DeviceId.of(key.publicKey());
    this.file = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
    this.taste = new Random(seed);
  }

  /** What it shows to be let in. */
  String token() {
    return token;
  }

  /** All that it was shown. */
  List<String> receipts() {
    return List.copyOf(receipts.values());
  }

  void pair(BoxClient box, String code) throws IOException, InterruptedException {
    OutsideChecker.Answer answer =
        box.post(
            "/pairings", Optional.empty(), Map.of("pairing", PairingJws.sign(key, code, "till")));
    if (answer.status() / 100 != 2) {
      throw new AssertionError("not paired: " + answer.body());
    }
    token = answer.body().path("token").asText();
    credential =
        OutsideDevice.credential(
            id.value(), key.scalar(), key.publicKey().x(), key.publicKey().y(), token);
    write(Map.of("event", "paired", "device", id.value(), "credential", credential), true);
  }

  /** Sells one piece, or goes on asking for the sale that has no answer yet. */
  Turn sell(BoxClient box, Sku sku) throws IOException, InterruptedException {
    return sell(box, sku, 1);
  }

  /** As {@link #sell(BoxClient, Sku)}, some pieces at once. */
  Turn sell(BoxClient box, Sku sku, int pieces) throws IOException, InterruptedException {
    if (pending.isEmpty()) {
      pending = Optional.of(sign(sku, pieces));
    }
    Asked asked = pending.get();
    OutsideChecker.Answer answer = box.sell(credential, asked.jws());
    switch (answer.status()) {
      case 200, 201 -> {
        write(
            Map.of(
                "event",
                "shown",
                "seq",
                asked.seq(),
                "receipt",
                answer.body().path("receipt").asText(),
                "again",
                answer.body().path("again").asBoolean()),
            true);
        again = answer.body().path("again").asBoolean();
        shown.add(asked);
        receipts.put(asked.seq(), answer.body().path("receipt").asText());
        pending = Optional.empty();
        return Turn.SHOWN;
      }
      case 503 -> {
        return notNow(asked.seq(), answer);
      }
      default -> {
        if (answer.problem().equals("not-paired")) {
          throw new AssertionError(
              "the pairing of " + id + " was shown and is gone: " + answer.body());
        }
        if (!answer.problem().equals("sold-out")) {
          throw new AssertionError("a sale was refused: " + answer.body());
        }
        write(Map.of("event", "refused", "seq", asked.seq()), false);
        pending = Optional.empty();
        return Turn.SOLD_OUT;
      }
    }
  }

  private Turn notNow(long seq, OutsideChecker.Answer answer) throws IOException {
    why = answer.problem() + ", Retry-After " + answer.retryAfter();
    write(
        Map.of(
            "event",
            "not-now",
            "seq",
            seq,
            "problem",
            answer.problem(),
            "retryAfter",
            answer.retryAfter()),
        false);
    return Turn.NOT_NOW;
  }

  /** Gives a part of one of its sales back. Whether the box wrote it down. */
  boolean refund(BoxClient box) throws IOException, InterruptedException {
    Asked earlier = shown.get(taste.nextInt(shown.size()));
    Returned refund = signRefund(receipts.get(earlier.seq()));
    OutsideChecker.Answer answer = ask(box, refund);
    why = answer.problem();
    return answer.status() == 201;
  }

  /**
   * Gives a cent of its last sale back, or goes on asking for the refund that has no answer yet,
   * and writes down what it was shown. Of nothing when it has sold nothing.
   */
  Turn giveBack(BoxClient box) throws IOException, InterruptedException {
    if (returning.isEmpty()) {
      if (shown.isEmpty()) {
        return Turn.UNKNOWN;
      }
      Returned refund = signRefund(receipts.get(shown.getLast().seq()));
      write(Map.of("event", "returning", "seq", refund.seq(), "jws", refund.jws()), false);
      returning = Optional.of(refund);
    }
    Returned refund = returning.get();
    OutsideChecker.Answer answer = ask(box, refund);
    switch (answer.status()) {
      case 200, 201 -> {
        String receipt = answer.body().path("receipt").asText();
        write(Map.of("event", "returned", "seq", refund.seq(), "receipt", receipt), true);
        returning = Optional.empty();
        return Turn.SHOWN;
      }
      case 503 -> {
        return notNow(refund.seq(), answer);
      }
      case 404 -> {
        write(Map.of("event", "refused", "seq", refund.seq()), false);
        returning = Optional.empty();
        return Turn.UNKNOWN;
      }
      default -> throw new AssertionError("a refund was refused: " + answer.body());
    }
  }

  private OutsideChecker.Answer ask(BoxClient box, Returned refund)
      throws IOException, InterruptedException {
    return box.post(
        "/sales/" + refund.of() + "/refunds",
        Optional.of(credential),
        Map.of("refund", refund.jws()));
  }

  private Returned signRefund(String of) {
    byte[] nonce = new byte[16];
    chance.nextBytes(nonce);
    Refund refund =
        new Refund(
            new DeviceSequence(id, ++sequence),
            Base64.getUrlEncoder().withoutPadding().encodeToString(nonce),
            new ReceiptToken(of),
            1,
            Site.EUR,
            "");
    return new Returned(
        sequence,
        of,
        CompactJws.sign(key, SaleJson.REFUND_TYP, id.value(), SaleJson.write(refund)));
  }

  /** Asks again for one of the sales that it was shown, as a till does that lost its screen. */
  void askAgain(BoxClient box) throws IOException, InterruptedException {
    if (shown.isEmpty()) {
      return;
    }
    Asked earlier = shown.get(taste.nextInt(shown.size()));
    OutsideChecker.Answer answer = box.sell(credential, earlier.jws());
    if (answer.status() != 503) {
      write(
          Map.of(
              "event",
              "again",
              "seq",
              earlier.seq(),
              "receipt",
              answer.body().path("receipt").asText(),
              "status",
              answer.status(),
              "problem",
              answer.problem()),
          false);
    }
  }

  Random taste() {
    return taste;
  }

  /** What the last "not now" said. */
  String why() {
    return why;
  }

  /** Whether the last receipt was of a sale that the box had already. */
  boolean again() {
    return again;
  }

  /** Sells, with the same request sent twice at once. Both answers. */
  List<OutsideChecker.Answer> sellTwiceAtOnce(BoxClient box, Sku sku)
      throws IOException, InterruptedException {
    Asked asked = sign(sku, 1);
    Callable<OutsideChecker.Answer> ask = () -> box.sell(credential, asked.jws());
    List<OutsideChecker.Answer> answers = new ArrayList<>();
    try (ExecutorService askers = Executors.newFixedThreadPool(2)) {
      for (Future<OutsideChecker.Answer> answer : askers.invokeAll(List.of(ask, ask))) {
        answers.add(answer.resultNow());
      }
    }
    return answers;
  }

  private Asked sign(Sku sku, int pieces) throws IOException {
    byte[] nonce = new byte[16];
    chance.nextBytes(nonce);
    long total = pieces * Site.PRICE;
    Sale sale =
        new Sale(
            new DeviceSequence(id, ++sequence),
            Base64.getUrlEncoder().withoutPadding().encodeToString(nonce),
            1,
            List.of(
                new Line(sku, Quantity.pieces(pieces), Site.PRICE, Site.RATE.containedIn(total))),
            Tender.CASH,
            total,
            Site.EUR);
    String jws = CompactJws.sign(key, SaleJson.SALE_TYP, id.value(), SaleJson.write(sale));
    write(Map.of("event", "asked", "seq", sequence, "jws", jws), false);
    return new Asked(sequence, sku, jws);
  }

  private void write(Map<String, Object> event, boolean flush) throws IOException {
    byte[] line =
        (MAPPER.writeValueAsString(new TreeMap<>(event)) + "\n").getBytes(StandardCharsets.UTF_8);
    file.write(ByteBuffer.wrap(line));
    if (flush) {
      file.force(false);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
