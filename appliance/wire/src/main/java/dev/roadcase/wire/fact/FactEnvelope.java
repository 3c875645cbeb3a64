package dev.roadcase.wire.fact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.roadcase.core.fact.Chain;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the envelope of a stored fact says, read in one pass over its bytes. The body is passed
 * over: a fact of a type that this release does not know has an envelope like any other.
 *
 * @param word of its type, with {@code version} beside it
 * @param deltaClass in which it goes upstream; empty when it does not
 * @param classSeq sequence within that class; 0 when there is none
 * @param body one JSON object, character for character as it is stored
 */
public record FactEnvelope(
    Chain chain,
    KitId kit,
    Incarnation incarnation,
    long seq,
    String word,
    int version,
    Optional<DeltaClass> deltaClass,
    long classSeq,
    String key,
    Now now,
    Hlc hlc,
    Mode mode,
    String body) {
  private static final String WHAT = "a stored fact";

  // For our own journal's bytes, which the strict parser has seen before they got there.
  private static final JsonFactory JOURNAL = new JsonFactory();

  /**
   * Reads what {@link FactJson} wrote, in this release or another.
   *
   * @throws Malformed when it is anything else
   */
  public static FactEnvelope of(byte[] fact) {
    Json.requireUtf8(fact, WHAT);
    try (JsonParser json = JOURNAL.createParser(fact)) {
      return new Pass(json, fact).envelope();
    } catch (JsonProcessingException e) {
      throw new Malformed(WHAT + " is not well-formed JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new Malformed(WHAT + " is JSON: " + e.getMessage());
    }
  }

  /** One pass: members in whatever order, those of a later release passed over. */
  private static final class Pass {
    private final JsonParser json;
    private final byte[] fact;

    private long envelopeVersion;
    private @Nullable String chain;
    private @Nullable String kit;
    private @Nullable String incarnation;
    private long seq;
    private @Nullable String word;
    private int version;
    private @Nullable String deltaClass;
    private long classSeq;
    private @Nullable String key;
    private @Nullable Now now;
    private @Nullable Hlc hlc;
    private @Nullable String mode;
    private @Nullable String body;

    Pass(JsonParser json, byte[] fact) {
      this.json = json;
      this.fact = fact;
    }

    FactEnvelope envelope() throws IOException {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new Malformed(WHAT + " is a JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        member(json.currentName());
      }
      if (json.nextToken() != null) {
        throw new Malformed(WHAT + " is one JSON object");
      }
      if (envelopeVersion != FactJson.ENVELOPE_VERSION) {
        throw new Malformed(
            "this release reads fact envelopes of version "
                + FactJson.ENVELOPE_VERSION
                + ", not "
                + envelopeVersion);
      }
      return new FactEnvelope(
          Chain.of(need(chain, "chain")),
          new KitId(need(kit, "kit")),
          new Incarnation(need(incarnation, "inc")),
          seq,
          need(word, "type"),
          version,
          Optional.ofNullable(deltaClass).map(DeltaClass::of),
          classSeq,
          need(key, "key"),
          need(now, "now"),
          need(hlc, "now.hlc"),
          Mode.of(need(mode, "mode")),
          need(body, "body"));
    }

    private void member(String name) throws IOException {
      json.nextToken();
      switch (name) {
        case "v" -> envelopeVersion = json.getLongValue();
        case "chain" -> chain = text(name);
        case "kit" -> kit = text(name);
        case "inc" -> incarnation = text(name);
        case "seq" -> seq = json.getLongValue();
        case "type" -> word = text(name);
        case "ver" -> version = json.getIntValue();
        case "class" -> deltaClass = text(name);
        case "cseq" -> classSeq = json.getLongValue();
        case "key" -> key = text(name);
        case "now" -> now();
        case "mode" -> mode = text(name);
        case "body" -> body = slice();
        default -> json.skipChildren();
      }
    }

    private void now() throws IOException {
      require(JsonToken.START_OBJECT, "now");
      String boot = null;
      long monotonic = 0;
      long lo = 0;
      long hi = 0;
      long wall = 0;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "boot" -> boot = text(name);
          case "mono" -> monotonic = json.getLongValue();
          case "lo" -> lo = json.getLongValue();
          case "hi" -> hi = json.getLongValue();
          case "wall" -> wall = json.getLongValue();
          case "hlc" -> hlc = new Hlc(json.getLongValue());
          default -> json.skipChildren();
        }
      }
      now = new Now(need(boot, "now.boot"), monotonic, lo, hi, wall);
    }

    private String text(String name) throws IOException {
      require(JsonToken.VALUE_STRING, name);
      return json.getText();
    }

    /** The octets between the braces, and these: nothing is serialised again. */
    private String slice() throws IOException {
      require(JsonToken.START_OBJECT, "body");
      int from = (int) json.currentTokenLocation().getByteOffset();
      json.skipChildren();
      int to = (int) json.currentLocation().getByteOffset();
      return new String(fact, from, to - from, StandardCharsets.UTF_8);
    }

    private void require(JsonToken token, String name) {
      if (json.currentToken() != token) {
        throw new Malformed(WHAT + ": \"" + name + "\" is something else");
      }
    }

    private static <T> T need(@Nullable T value, String name) {
      if (value == null) {
        throw new Malformed(WHAT + " lacks \"" + name + "\"");
      }
      return value;
    }
  }
}
