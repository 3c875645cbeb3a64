package dev.roadcase.wire.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static Fields read(String json) {
    return Json.object(json.getBytes(StandardCharsets.UTF_8), "a test");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "null",
        "{",
        "{}{}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":NaN}",
        "{a:1}",
        "{\"a\":01}"
      })
  void whatIsNotExactlyOneObjectIsMalformed(String json) {
    assertThrows(Malformed.class, () -> read(json));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1e3", "\"1\"", "true", "null", "9007199254740992", "1e400"})
  void aWholeNumberIsWrittenAsOneAndFitsEveryParser(String value) {
    Fields fields = read("{\"n\":" + value + "}");
    assertThrows(Malformed.class, () -> fields.whole("n"));
  }

  @Test
  void whatNobodyAskedForIsRefusedByName() {
    Fields fields = read("{\"a\":1,\"b\":2}");
    assertEquals(1, fields.whole("a"));
    assertTrue(assertThrows(Malformed.class, fields::done).getMessage().contains("\"b\""));
  }

  @Test
  void nestingHasAnEnd() {
    String deep = "{\"a\":".repeat(200) + "1" + "}".repeat(200);
    assertThrows(Malformed.class, () -> read(deep));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE"})
  void anotherEncodingIsRefused(String charset) {
    byte[] bytes = "{\"a\":1}".getBytes(Charset.forName(charset));
    assertThrows(Malformed.class, () -> Json.object(bytes, "a test"));
  }

  @Test
  void textIsUtf8InItsShortestFormAndWithoutAMark() {
    int[][] wrong = {
      {0xc0, 0xaf}, {0xe0, 0x80, 0xaf}, {0xed, 0xa0, 0x80}, {0xf4, 0x90, 0x80, 0x80}, {0xff}, {0x80}
    };
    for (int[] octets : wrong) {
      byte[] bytes = "{\"a\":\"....\"}".getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < octets.length; i++) {
        bytes[6 + i] = (byte) octets[i];
      }
      assertThrows(Malformed.class, () -> Json.object(bytes, "a test"));
    }
    assertThrows(Malformed.class, () -> read("\ufeff{\"a\":1}"));
    assertEquals("caf\u00e9 \ud83c\udf88", read("{\"a\":\"caf\u00e9 \ud83c\udf88\"}").text("a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "\\udc00", "x\\ud83c", "\\udf88\\ud83c"})
  void halfASurrogatePairIsNoText(String half) {
    Fields fields = read("{\"a\":\"" + half + "\"}");
    assertThrows(Malformed.class, () -> fields.text("a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x\":1.0}",
        "{\"x\":1e3}",
        "{\"x\":9007199254740992}",
        "{\"x\":[[1]]}",
        "{\"x\":{\"y\":{}}}",
        "{\"x\":[\"\\ud800\"]}",
        "{\"\\udc00\":1}"
      })
  void whatSomebodySignedReadsTheSameEverywhereEvenWhereNobodyAsks(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    assertThrows(Malformed.class, () -> Json.strict(bytes, "a test", 2));
    assertEquals(
        1, Json.strict("{\"x\":1,\"y\":[1]}".getBytes(StandardCharsets.UTF_8), "a", 2).whole("x"));
  }
}
