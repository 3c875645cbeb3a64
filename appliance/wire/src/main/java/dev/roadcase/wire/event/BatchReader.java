package dev.roadcase.wire.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Takes a batch apart twice: first into elements, by brackets and quotes alone, so that an element
 * that is no JSON does not end the others; then each element by the strict parser.
 */
final class BatchReader {
  private BatchReader() {}

  /**
   * Adds each element's own bytes. What was added before an error stays.
   *
   * @throws Malformed when the brackets do not pair, or there are too many elements
   */
  static void split(byte[] batch, int most, List<byte[]> elements) {
    int at = space(batch, 0);
    if (at == batch.length || batch[at] != '[') {
      throw new Malformed("a batch is a JSON array");
    }
    at = space(batch, at + 1);
    if (at < batch.length && batch[at] == ']') {
      end(batch, at);
      return;
    }
    while (true) {
      if (elements.size() == most) {
        throw new Malformed("a batch has at most " + most + " events; the rest was not read");
      }
      int end = element(batch, at);
      elements.add(Arrays.copyOfRange(batch, at, end));
      if (batch[end] == ']') {
        end(batch, end);
        return;
      }
      at = space(batch, end + 1);
    }
  }

  /**
   * Reads one element: its attributes, and its data's own characters.
   *
   * @param attributes filled as far as the reading gets, also when it fails
   * @throws Malformed when the element is no JSON object with strings as attributes and an object
   *     as data
   */
  static String event(byte[] element, Map<String, String> attributes) {
    String text = utf8(element, "an event");
    String data = null;
    try (JsonParser json = Json.MAPPER.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new Malformed("an event is a JSON object");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("data")) {
          data = object(json, text);
        } else if (value == JsonToken.VALUE_STRING) {
          attributes.put(name, json.getText());
        } else if (!value.isScalarValue()) {
          throw new Malformed("an event's attributes are strings");
        }
      }
      nothingMore(json, "an event");
    } catch (JsonProcessingException e) {
      throw new Malformed("an event is not well-formed JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new Malformed("an event cannot be read: " + e.getMessage());
    }
    if (data == null) {
      throw new Malformed("an event lacks \"data\"");
    }
    return data;
  }

  /**
   * The characters of exactly one JSON object.
   *
   * @throws Malformed when it is anything else
   */
  static String object(byte[] bytes, String what) {
    String text = utf8(bytes, what);
    try (JsonParser json = Json.MAPPER.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new Malformed(what + " is a JSON object");
      }
      json.skipChildren();
      nothingMore(json, what);
      return text.strip();
    } catch (JsonProcessingException e) {
      throw new Malformed(what + " is not well-formed JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new Malformed(what + " cannot be read: " + e.getMessage());
    }
  }

  private static String object(JsonParser json, String text) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new Malformed("an event's \"data\" is a JSON object");
    }
    int from = (int) json.currentTokenLocation().getCharOffset();
    json.skipChildren();
    return text.substring(from, (int) json.currentLocation().getCharOffset());
  }

  private static void nothingMore(JsonParser json, String what) throws IOException {
    if (json.nextToken() != null) {
      throw new Malformed(what + " is one JSON object and nothing more");
    }
  }

  private static String utf8(byte[] bytes, String what) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Malformed(what + " is not UTF-8");
    }
  }

  /**
   * The first octet after the element that begins at {@code at}: a comma, or the batch's bracket.
   */
  private static int element(byte[] batch, int at) {
    int depth = 0;
    boolean quoted = false;
    for (int i = at; i < batch.length; i++) {
      switch (batch[i]) {
        case '\\' -> {
          if (quoted) {
            i++;
          }
        }
        case '"' -> quoted = !quoted;
        case '[', '{' -> depth += quoted ? 0 : 1;
        case '}' -> depth -= quoted ? 0 : 1;
        case ']' -> {
          if (!quoted && depth-- == 0) {
            return i;
          }
        }
        case ',' -> {
          if (!quoted && depth == 0) {
            return i;
          }
        }
        default -> {}
      }
      if (depth < 0) {
        throw new Malformed("a batch's brackets do not pair; the rest was not read");
      }
    }
    throw new Malformed("a batch ends in the middle of an event");
  }

  private static void end(byte[] batch, int bracket) {
    if (space(batch, bracket + 1) != batch.length) {
      throw new Malformed("a batch is one JSON array and nothing more");
    }
  }

  private static int space(byte[] batch, int from) {
    int at = from;
    while (at < batch.length
        && (batch[at] == ' ' || batch[at] == '\t' || batch[at] == '\n' || batch[at] == '\r')) {
      at++;
    }
    return at;
  }
}
