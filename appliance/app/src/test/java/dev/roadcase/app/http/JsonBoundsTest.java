package dev.roadcase.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.TestSite;
import dev.roadcase.wire.json.Malformed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonBoundsTest {
  @TempDir private Path folder;

  @Test
  void aSmallBodyPassesAndOneTokenMoreDoesNot() {
    assertDoesNotThrow(() -> require("{\"pairing\":\"a.b.c\"}", 4));
    assertEquals(
        "the body has more than 3 names and values",
        assertThrows(Malformed.class, () -> require("{\"pairing\":\"a.b.c\"}", 3)).getMessage());
  }

  @Test
  void anObjectHasAsManyMembersAsAnybodyAsksFor() {
    assertDoesNotThrow(() -> require(members(256), JsonBounds.TOKENS_MAX));
    String said =
        assertThrows(Malformed.class, () -> require(members(257), JsonBounds.TOKENS_MAX))
            .getMessage();
    assertEquals("an object in the body has more than 256 members", said);
    String twice = "[" + members(200) + "," + members(200) + "]";
    assertDoesNotThrow(() -> require(twice, JsonBounds.TOKENS_MAX), "each is counted anew");
  }

  @Test
  void whatIsDeepOrNoJsonIsRefused() {
    assertThrows(Malformed.class, () -> require("[".repeat(17) + "]".repeat(17), 50));
    assertThrows(Malformed.class, () -> require("{\"a\":" + "[],".repeat(20), 50));
    assertThrows(Malformed.class, () -> require("[".repeat(17) + "]".repeat(17), 5_000));
  }

  /** Names without a value between them, and values without a comma, are no JSON. */
  @Test
  void noBodyIsLargerThanItsOctetsSay() {
    assertThrows(Malformed.class, () -> require("[" + "1,".repeat(60) + "1]", 60));
    assertThrows(Malformed.class, () -> require(members(31), 60));
    assertThrows(Malformed.class, () -> require("[" + "{},".repeat(15) + "{}]", 33));
    String utf16 = "[" + "1,".repeat(60) + "1]";
    assertThrows(
        Malformed.class, () -> JsonBounds.require(utf16.getBytes(StandardCharsets.UTF_16BE), 60));
  }

  @Test
  void theLargestReadingsThatTheContractAllowsPass() {
    String sample = "{\"name\":\"co2\",\"data\":" + members(40) + "}";
    String all =
        IntStream.range(0, 500).mapToObj(_ -> sample).collect(Collectors.joining(",", "[", "]"));
    assertDoesNotThrow(() -> require("{\"samples\":" + all + "}", JsonBounds.TOKENS_MAX));
  }

  /** What is said is the count's word, so the schema check has never seen the body. */
  @Test
  void aStrangersManyMembersAreCountedAndNotChecked() throws Exception {
    try (TestSite site = new TestSite(folder).start()) {
      TestSite.Answer answer = site.post("/pairings", Optional.empty(), members(2_000));
      assertEquals(400, answer.status());
      String said = answer.body().path("detail").asText();
      assertTrue(said.contains("more than 256 names and values"), said);
    }
  }

  private static void require(String body, int most) {
    JsonBounds.require(body.getBytes(UTF_8), most);
  }

  private static String members(int many) {
    return IntStream.range(0, many)
        .mapToObj(i -> "\"m" + i + "\":0")
        .collect(Collectors.joining(",", "{", "}"));
  }
}
