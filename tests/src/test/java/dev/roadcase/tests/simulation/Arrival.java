package dev.roadcase.tests.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What upstream reads out of the bytes of a fact, by itself: nothing here is of the code under
 * test.
 *
 * @param type of the fact
 * @param place device and number of what was signed, or of the number that was reused
 * @param receipt worked out from the signed payload, not taken from the fact
 * @param claimed the receipt that the fact names
 * @param of the receipt of the refunded sale, else empty
 * @param amount minor units
 * @param pieces of each item
 */
record Arrival(
    String type,
    String place,
    String receipt,
    String claimed,
    String of,
    long amount,
    Map<String, Long> pieces) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Arrival read(byte[] fact) {
    try {
      JsonNode node = JSON.readTree(fact);
      JsonNode body = node.path("body");
      String type = node.path("type").asText();
      return switch (type) {
        case "sale-taken", "refund-given" -> signed(type, body);
        case "sequence-reused" ->
            new Arrival(
                type,
                body.path("device").asText() + "/" + body.path("number").asLong(),
                "",
                "",
                "",
                0,
                Map.of());
        default -> new Arrival(type, "", "", "", "", 0, Map.of());
      };
    } catch (IOException e) {
      throw new IllegalStateException("upstream got bytes that are no fact", e);
    }
  }

  /**
   * What a fact says of the broker, and of when it was written.
   *
   * @param monotonic nanoseconds of that boot
   * @param lo epoch milliseconds
   */
  record Stamp(String boot, long monotonic, long lo, boolean beginsEpoch, Optional<Token> token) {
    /** An issuance. */
    record Token(String subject, int index, long gen) {}

    static Stamp read(byte[] fact) {
      try {
        JsonNode node = JSON.readTree(fact);
        JsonNode now = node.path("now");
        JsonNode body = node.path("body");
        String type = node.path("type").asText();
        return new Stamp(
            now.path("boot").asText(),
            now.path("mono").asLong(),
            now.path("lo").asLong(),
            type.equals("epoch-began"),
            type.equals("token-issued")
                ? Optional.of(
                    new Token(
                        body.path("sub").asText(),
                        body.path("index").asInt(),
                        body.path("gen").asLong()))
                : Optional.empty());
      } catch (IOException e) {
        throw new IllegalStateException("these bytes are no fact", e);
      }
    }
  }

  boolean isMoney() {
    return !receipt.isEmpty();
  }

  boolean isRefund() {
    return type.equals("refund-given");
  }

  private static Arrival signed(String type, JsonNode body) throws IOException {
    byte[] payload = Base64.getUrlDecoder().decode(body.path("jws").asText().split("\\.")[1]);
    JsonNode paper = JSON.readTree(payload);
    Map<String, Long> pieces = new LinkedHashMap<>();
    for (JsonNode line : paper.path("lines")) {
      pieces.merge(line.path("sku").asText(), line.path("qty").asLong() / 1000, Long::sum);
    }
    boolean refund = type.equals("refund-given");
    return new Arrival(
        type,
        paper.path("iss").asText() + "/" + paper.path("seq").asLong(),
        Paper.receiptOf(payload),
        body.path("receipt").asText(),
        refund ? paper.path("of").asText() : "",
        paper.path(refund ? "amount" : "total").asLong(),
        pieces);
  }
}
