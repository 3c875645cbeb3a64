package dev.roadcase.wire.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The one JSON parser of the house (RFC 8259, I-JSON where it is stricter). */
public final class Json {
  /** Nesting that no message of ours reaches. */
  public static final int DEPTH_MAX = 12;

  public static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxNumberLength(40)
                          .maxStringLength(1 << 20)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private Json() {}

  /**
   * Reads one object.
   *
   * @param what names the message in errors: "a sale"
   * @throws Malformed when the bytes are not exactly one JSON object
   */
  public static Fields object(byte[] bytes, String what) {
    refuseOtherEncodings(bytes, what);
    requireUtf8(bytes, what);
    try {
      JsonNode node = MAPPER.readTree(bytes);
      if (node == null || !node.isObject()) {
        throw new Malformed(what + " is a JSON object");
      }
      return Fields.of(node, what);
    } catch (JsonProcessingException e) {
      throw new Malformed(what + " is not well-formed JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new Malformed(what + " is not UTF-8 JSON");
    }
  }

  /**
   * Reads one object of what somebody else has signed, so that every parser there is reads the same
   * out of it: as {@link #object}, and no deeper than {@code depth}, and no number but whole ones
   * within ±(2^53-1), and no half of a surrogate pair.
   *
   * @param depth of objects and lists, the outermost counted as 1
   * @throws Malformed when it is anything else
   */
  public static Fields strict(byte[] bytes, String what, int depth) {
    Fields fields = object(bytes, what);
    fields.requireStrict(depth);
    return fields;
  }

  /**
   * As {@link #strict}, where a number may have a fraction: for what is made elsewhere and holds
   * NumericDates (RFC 7519 §2).
   */
  public static Fields dated(byte[] bytes, String what, int depth) {
    Fields fields = object(bytes, what);
    fields.requireDated(depth);
    return fields;
  }

  /**
   * Refuses what is not UTF-8: the parser takes letters in more octets than they need, and
   * surrogates as if letters.
   *
   * @param what names the message in errors
   * @throws Malformed when it is anything else
   */
  public static void requireUtf8(byte[] bytes, String what) {
    for (byte octet : bytes) {
      if (octet < 0) {
        try {
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
          return;
        } catch (CharacterCodingException e) {
          throw new Malformed(what + " is UTF-8 JSON");
        }
      }
    }
  }

  /** The bytes of what was put together here: it can always be written. */
  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /** As {@link #bytes}, for what is put into another text. */
  public static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /**
   * The parser would take UTF-16 and UTF-32 too, by the zero octets or the mark at their start; and
   * skips a mark in UTF-8, which RFC 8259 §8.1 forbids.
   */
  private static void refuseOtherEncodings(byte[] bytes, String what) {
    for (int i = 0; i < Math.min(4, bytes.length); i++) {
      if (bytes[i] == 0
          || bytes[i] == (byte) 0xfe
          || bytes[i] == (byte) 0xff
          || (i == 0 && bytes[i] == (byte) 0xef)) {
        throw new Malformed(what + " is UTF-8 JSON");
      }
    }
  }
}
