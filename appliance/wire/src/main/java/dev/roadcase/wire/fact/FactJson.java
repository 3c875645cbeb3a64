package dev.roadcase.wire.fact;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadcase.core.fact.Chain;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.FactCodec;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.UnreadFact;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Facts as the journal keeps them: one line of JSON, members in a fixed order. Envelope version 1,
 * frozen; {@code docs/journal.md} shows it.
 */
public final class FactJson implements FactCodec {
  static final int ENVELOPE_VERSION = 1;

  private final Map<FactType, FamilyJson<?>> families = new HashMap<>();
  private final Map<FactType, Function<Fields, ? extends FactBody>> readers = new HashMap<>();

  /** The types of a word, by version. */
  private final Map<String, SortedMap<Integer, FactType>> types = new HashMap<>();

  /** Knows all families that there are. */
  public FactJson(PackShelf shelf) {
    List.of(
            new BoxFactJson(),
            new PackFactJson(shelf),
            new StockFactJson(),
            new SaleFactJson(),
            new DeviceFactJson(),
            new ClientFactJson(),
            new TokenFactJson(),
            new PinFactJson(),
            new AuditFactJson(),
            new PowerFactJson(),
            new LinkFactJson(),
            new UplinkFactJson(),
            new ExportFactJson())
        .forEach(this::add);
  }

  private <F extends FactBody> void add(FamilyJson<F> family) {
    family
        .readers()
        .forEach((type, reader) -> {
          families.put(type, family);
          readers.put(type, reader);
          types.computeIfAbsent(type.word(), _ -> new TreeMap<>()).put(type.version(), type);
        });
  }

  /** Every type that this release reads. */
  public Set<FactType> types() {
    return Set.copyOf(families.keySet());
  }

  @Override
  public byte[] encode(Fact fact) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
      json.writeStartObject();
      envelope(json, fact);
      json.writeObjectFieldStart("body");
      known(families, fact.type()).writeOfFamily(json, fact.body());
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("memory can always be written", e);
    }
    return out.toByteArray();
  }

  @Override
  public Fact decode(byte[] bytes) {
    Fields fields = envelope(bytes);
    long of = fields.whole("ver");
    FactType type = fields.as("type", word -> type(word, of));
    return fact(fields, known(readers, type).apply(fields.object("body")));
  }

  @Override
  public Fact decodePeer(byte[] bytes) {
    Fields fields = envelope(bytes);
    if (!fields.text("chain").equals(Chain.SITE.word())) {
      throw new Malformed("a peer's fact is of the site chain, not of its " + fields.text("chain"));
    }
    String word = fields.text("type");
    long of = fields.whole("ver");
    int version = (int) of;
    if (version != of || version < 1) {
      throw new Malformed("no fact has version " + of);
    }
    if (reads(word, version)) {
      Fact fact = decode(bytes);
      if (fact.chain() != Chain.SITE) {
        throw new Malformed("a fact of type " + word + " does not leave its box");
      }
      return fact;
    }
    return fact(fields, UnreadFact.of(word, version, fields.text("key")));
  }

  @Override
  public boolean reads(String word, int version) {
    SortedMap<Integer, FactType> versions = types.get(word);
    return versions != null && version <= versions.lastKey();
  }

  private static Fact fact(Fields fields, FactBody body) {
    Fields now = fields.object("now");
    // A member that a later release adds to the envelope does not stop an older one from reading
    // it.
    return new Fact(
        fields.as("kit", KitId::new),
        fields.as("inc", Incarnation::new),
        fields.whole("seq"),
        fields.as("prev", Hash::new),
        fields.has("cseq") ? fields.whole("cseq") : 0,
        fields.text("cmd"),
        new Now(
            now.text("boot"),
            now.whole64("mono"),
            now.whole("lo"),
            now.whole("hi"),
            now.whole("wall")),
        new Hlc(now.whole64("hlc")),
        fields.as("mode", Mode::of),
        body);
  }

  private static Fields envelope(byte[] bytes) {
    Fields fields = Json.object(bytes, "a fact");
    long version = fields.whole("v");
    if (version != ENVELOPE_VERSION) {
      throw new Malformed("this release reads fact envelopes of version 1, not " + version);
    }
    return fields;
  }

  private static void envelope(JsonGenerator json, Fact fact) throws IOException {
    json.writeNumberField("v", ENVELOPE_VERSION);
    json.writeStringField("chain", fact.chain().word());
    json.writeStringField("kit", fact.kit().value());
    json.writeStringField("inc", fact.incarnation().value());
    json.writeNumberField("seq", fact.seq());
    json.writeStringField("prev", fact.prev().value());
    json.writeStringField("type", fact.type().word());
    json.writeNumberField("ver", fact.type().version());
    DeltaClass deltaClass = fact.type().reach().deltaClass();
    if (deltaClass != null) {
      json.writeStringField("class", deltaClass.word());
      json.writeNumberField("cseq", fact.classSeq());
    }
    json.writeStringField("key", fact.body().key());
    json.writeStringField("cmd", fact.command());
    json.writeObjectFieldStart("now");
    json.writeStringField("boot", fact.now().boot());
    json.writeNumberField("mono", fact.now().monotonic());
    json.writeNumberField("lo", fact.now().lo());
    json.writeNumberField("hi", fact.now().hi());
    json.writeNumberField("wall", fact.now().wall());
    json.writeNumberField("hlc", fact.hlc().value());
    json.writeEndObject();
    json.writeStringField("mode", fact.mode().word());
    // Reserved: the salted commitment to personal data that lives beside the journal and can be
    // erased.
    json.writeNullField("pd");
  }

  private FactType type(String word, long version) {
    SortedMap<Integer, FactType> versions = types.get(word);
    if (versions == null) {
      throw new IllegalArgumentException(
          "this release knows no fact of type \""
              + word
              + "\"; a newer release wrote this journal");
    }
    // A release reads the bodies of its own version and of those before it.
    for (FactType type : versions.values()) {
      if (version <= type.version()) {
        return type;
      }
    }
    throw new IllegalArgumentException("a newer release wrote this fact of type " + word);
  }

  private static <V> V known(Map<FactType, V> codecs, FactType type) {
    V codec = codecs.get(type);
    if (codec == null) {
      throw new IllegalStateException("no family has a codec for " + type.word());
    }
    return codec;
  }
}
