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
}
