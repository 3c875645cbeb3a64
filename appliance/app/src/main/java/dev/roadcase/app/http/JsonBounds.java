package dev.roadcase.app.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.roadcase.wire.json.Malformed;
import java.io.IOException;

/**
 * How much JSON a request may bring, counted before anything is made of it: a tree, the parser's
 * table of names and the schema check cost up to a thousand times what counting does, and all of it
 * is the event loop's time (docs/decisions/0176).
 */
final class JsonBounds {
  /** Members of one object. */
  static final int MEMBERS_MAX = 256;

  /** Names, values, and beginnings and ends of lists and objects, in a request without a token. */
  static final int STRANGERS_TOKENS_MAX = 256;

  /** The same, with a token: 500 readings of some forty members. */
  static final int TOKENS_MAX = 50_000;

  private static final int DEPTH_MAX = 16;

  // Its table of names would keep what strangers write.
  private static final JsonFactory PARSER =
      JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();

  private JsonBounds() {}

  /**
   * Whether there cannot be too much in it, whatever stands in quotes: as many names as colons, two
   * ends for each beginning, and a value for each name, comma and beginning. In UTF-16 and UTF-32,
   * which the reader takes as well, each of these has the same octet among others.
   */
  private static boolean isSmall(byte[] body, int most) {
    int colons = 0;
    int commas = 0;
    int beginnings = 0;
    for (byte octet : body) {
      switch (octet) {
        case ':' -> colons++;
        case ',' -> commas++;
        case '{', '[' -> beginnings++;
        default -> {}
      }
    }
    return beginnings <= DEPTH_MAX
        && colons <= MEMBERS_MAX
        && 1 + colons + commas + 3 * beginnings <= most;
  }

  /**
   * Looks at a body once, up to the first token too many. Of a body that is small by any reading,
   * as a sale's is, the octets that can begin a token are counted, and no more.
   *
   * @param most {@link #TOKENS_MAX} or {@link #STRANGERS_TOKENS_MAX}
   * @throws Malformed when there is more of it than anybody asks for. What is no JSON is refused
   *     here or by its reader
   */
  static void require(byte[] body, int most) {
    if (isSmall(body, most)) {
      return;
    }
    int[] members = new int[DEPTH_MAX + 1];
    int depth = 0;
    int tokens = 0;
    try (JsonParser parser = PARSER.createParser(body)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (++tokens > most) {
          throw new Malformed("the body has more than " + most + " names and values");
        }
        if (token.isStructStart()) {
          if (++depth > DEPTH_MAX) {
            throw new Malformed("the body is nested more than " + DEPTH_MAX + " deep");
          }
          members[depth] = 0;
        } else if (token.isStructEnd()) {
          depth--;
        } else if (token == JsonToken.FIELD_NAME && ++members[depth] > MEMBERS_MAX) {
          throw new Malformed("an object in the body has more than " + MEMBERS_MAX + " members");
        }
      }
    } catch (IOException e) {
      throw new Malformed("the body is not well-formed JSON");
    }
  }
}
