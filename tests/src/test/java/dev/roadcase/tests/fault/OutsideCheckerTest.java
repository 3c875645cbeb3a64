package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checker can fail: each lie that a box might tell is noticed, and the truth is let pass. */
class OutsideCheckerTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path tills;
  private final PretendBox box = new PretendBox();
  private OutsideChecker checker;

  @BeforeEach
  void twoTillsSellThreeThings() throws IOException {
    checker = new OutsideChecker(tills, Map.of("LAST", 2000L));
    paired("a");
    paired("b");
    sold("a", 1, "LEMONADE", "r-1");
    sold("a", 2, "LAST", "r-2");
    sold("b", 1, "LAST", "r-3");
  }

  @Test
  void theTruthPasses() throws Exception {
    OutsideChecker.Findings findings = checker.checkAll(box);
    assertEquals(List.of(), findings.broken());
    assertEquals(3, findings.shown());
    assertEquals(3, findings.looked());
  }

  @Test
  void aLostReceiptIsNoticed() throws Exception {
    box.receipts.remove("r-2");
    assertBroken("till-a's sale 2, receipt r-2 was shown and is gone: 404");
  }

  @Test
  void aReceiptThatIsLostLaterIsNoticedToo() throws Exception {
    assertEquals(List.of(), checker.check(box).broken());
    box.receipts.remove("r-1");
    assertBroken("receipt r-1 was shown and is gone");
  }

  @Test
  void aReceiptOfAnotherSaleIsNoticed() throws Exception {
    box.receipts.put("r-1", "a/2");
    assertBroken("till-a's sale 1, receipt r-1, is now a receipt of a/2");
  }

  @Test
  void aRetryWithAnotherReceiptIsNoticed() throws Exception {
    box.retries.put("jws-a-1", answer(200, "r-9"));
    assertBroken("till-a's sale 1, receipt r-1: a retry was told 200 r-9");
  }

  @Test
  void aRetryThatIsBookedAnewIsNoticed() throws Exception {
    box.retries.put("jws-a-1", answer(201, "r-1"));
    assertBroken("a retry was booked anew, as r-1");
  }

  @Test
  void aRetryThatIsRefusedIsNoticed() throws Exception {
    box.retries.put("jws-b-1", answer(409, ""));
    assertBroken("till-b's sale 1, receipt r-3: a retry was told 409");
  }

  @Test
  void aRetryThatATillMadeByItselfCountsAsWell() throws Exception {
    line("a", Map.of("event", "again", "seq", 1, "receipt", "r-9", "status", 200));
    assertBroken("till-a asked again for sale 1, was shown r-1 and is now told 200 r-9");
  }

  @Test
  void aRetryThatATillMadeAndThatWasBookedAnewIsNoticed() throws Exception {
    line("a", Map.of("event", "again", "seq", 1, "receipt", "r-1", "status", 201));
    assertBroken("till-a asked again for sale 1, and it was booked anew");
  }

  @Test
  void oneSequenceWithTwoReceiptsIsNoticed() throws Exception {
    sold("a", 2, "LEMONADE", "r-4");
    assertBroken("was booked twice: its sequence also has receipt r-4");
  }

  @Test
  void oneReceiptForTwoSalesIsNoticed() throws Exception {
    sold("b", 2, "LEMONADE", "r-1");
    assertBroken("till-a's sale 1, receipt r-1 is also the receipt of b/2");
  }

  @Test
  void moreThanTheRightIsNoticed() throws Exception {
    sold("b", 2, "LAST", "r-4");
    assertBroken("LAST was oversold: there were 2000 thousandths, sold were 3000");
  }

  @Test
  void whatIsNotCountedIsNeverOversold() throws Exception {
    for (int seq = 3; seq < 10; seq++) {
      sold("a", seq, "LEMONADE", "r-a" + seq);
    }
    assertEquals(List.of(), checker.checkAll(box).broken());
  }

  private void assertBroken(String expected) throws Exception {
    List<String> broken = checker.checkAll(box).broken();
    assertTrue(broken.stream().anyMatch(b -> b.contains(expected)), broken.toString());
  }

  private void paired(String till) throws IOException {
    line(till, Map.of("event", "paired", "device", till, "credential", "credential-" + till));
  }

  /** A sale that the till was shown, and that the box has. */
  private void sold(String till, int seq, String sku, String receipt) throws IOException {
    ObjectNode sale = MAPPER.createObjectNode().put("iss", till).put("seq", seq);
    sale.putArray("lines").addObject().put("sku", sku).put("qty", 1000);
    String payload =
        Base64.getUrlEncoder().withoutPadding().encodeToString(sale.toString().getBytes());
    String jws = "jws-" + till + "-" + seq + "." + payload + ".signature";
    line(till, Map.of("event", "asked", "seq", seq, "jws", jws));
    line(till, Map.of("event", "shown", "seq", seq, "receipt", receipt));
    box.receipts.put(receipt, till + "/" + seq);
    box.retries.put("jws-" + till + "-" + seq, answer(200, receipt));
  }

  private void line(String till, Map<String, Object> event) throws IOException {
    Files.writeString(
        tills.resolve("till-" + till),
        MAPPER.writeValueAsString(event) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static OutsideChecker.Answer answer(int status, String receipt) {
    return new OutsideChecker.Answer(status, MAPPER.createObjectNode().put("receipt", receipt), "");
  }

  /** Answers what the test wants it to. */
  private static final class PretendBox implements OutsideChecker.Answers {
    /** Device sequence by receipt. */
    private final Map<String, String> receipts = new HashMap<>();

    /** Answers by the first part of the sale's JWS. */
    private final Map<String, OutsideChecker.Answer> retries = new HashMap<>();

    @Override
    public OutsideChecker.Answer receipt(String token) {
      String sequence = receipts.get(token);
      if (sequence == null) {
        return answer(404, "");
      }
      ObjectNode body =
          MAPPER
              .createObjectNode()
              .put("receipt", token)
              .put("device", sequence.split("/")[0])
              .put("seq", Long.parseLong(sequence.split("/")[1]));
      return new OutsideChecker.Answer(200, body, "");
    }

    @Override
    public OutsideChecker.Answer sell(String bearer, String jws) {
      return retries.get(jws.split("\\.")[0]);
    }
  }
}
