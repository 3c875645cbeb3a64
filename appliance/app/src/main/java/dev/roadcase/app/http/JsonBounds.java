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
   * Looks at a body once, up to the first token too many.
   *
   * @param most {@link #TOKENS_MAX} or {@link #STRANGERS_TOKENS_MAX}
   * @throws Malformed when there is more of it than anybody asks for, or it is no JSON
   */
  static void require(byte[] body, int most) {
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
