package dev.roadcase.wire.fact;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.FactBody.AckBasis;
import dev.roadcase.core.fact.FactBody.BooksExported;
import dev.roadcase.core.fact.FactBody.BoxStarted;
import dev.roadcase.core.fact.FactBody.BoxStopped;
import dev.roadcase.core.fact.FactBody.DevicePaired;
import dev.roadcase.core.fact.FactBody.DeviceRevoked;
import dev.roadcase.core.fact.FactBody.Grant;
import dev.roadcase.core.fact.FactBody.IncarnationAdopted;
import dev.roadcase.core.fact.FactBody.LinkChanged;
import dev.roadcase.core.fact.FactBody.OfAuth;
import dev.roadcase.core.fact.FactBody.PackApplied;
import dev.roadcase.core.fact.FactBody.PairingFailed;
import dev.roadcase.core.fact.FactBody.PairingOffered;
import dev.roadcase.core.fact.FactBody.PowerChanged;
import dev.roadcase.core.fact.FactBody.PriceChanged;
import dev.roadcase.core.fact.FactBody.RefundGiven;
import dev.roadcase.core.fact.FactBody.RightsGranted;
import dev.roadcase.core.fact.FactBody.SaleTaken;
import dev.roadcase.core.fact.FactBody.SequenceReused;
import dev.roadcase.core.fact.FactBody.SetBackFound;
import dev.roadcase.core.fact.FactBody.TelemetryShed;
import dev.roadcase.core.fact.FactBody.UpstreamAcked;
import dev.roadcase.core.fact.FactCodec;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.UpstreamEpoch;
import dev.roadcase.core.pack.PackId;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Facts as the journal keeps them: one line of JSON, members in a fixed order. Envelope version 1,
 * frozen; {@code docs/journal.md} shows it.
 */
public final class FactJson implements FactCodec {
  private static final int ENVELOPE_VERSION = 1;

  private final PackShelf shelf;

  public FactJson(PackShelf shelf) {
    this.shelf = shelf;
  }

  @Override
  public byte[] encode(Fact fact) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
      json.writeStartObject();
      envelope(json, fact);
      json.writeObjectFieldStart("body");
      body(json, fact.body());
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("memory can always be written", e);
    }
    return out.toByteArray();
  }

  @Override
  public Fact decode(byte[] bytes) {
    Fields fields = Json.object(bytes, "a fact");
    long version = fields.whole("v");
    if (version != ENVELOPE_VERSION) {
      throw new Malformed("this release reads fact envelopes of version 1, not " + version);
    }
    long of = fields.whole("ver");
    FactType type = fields.as("type", word -> FactType.of(word, of));
    FactBody body = body(type, fields.object("body"));
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

  private static void body(JsonGenerator json, FactBody body) throws IOException {
    switch (body) {
      case BoxStarted f -> {
        json.writeStringField("release", f.release());
        json.writeBooleanField("clean", f.clean());
      }
      case BoxStopped f -> json.writeStringField("why", f.why());
      case PackApplied f -> {
        json.writeStringField("pack", f.pack().id().hex());
        json.writeNumberField("version", f.pack().version());
        json.writeStringField("fleet", f.pack().fleet().value());
        json.writeStringField("show", f.pack().show());
        json.writeNumberField("items", f.pack().items().size());
      }
      case RightsGranted f -> {
        json.writeStringField("pack", f.from().hex());
        json.writeArrayFieldStart("grants");
        for (Grant grant : f.grants()) {
          json.writeStartObject();
          json.writeStringField("sku", grant.sku().value());
          json.writeNumberField("delta", grant.delta());
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      case PriceChanged f -> {
        json.writeStringField("sku", f.sku().value());
        json.writeNumberField("was", f.was());
        json.writeNumberField("price", f.price());
      }
      case PairingOffered f -> {
        json.writeStringField("code", f.codeHash());
        json.writeStringField("role", f.role().word());
        json.writeStringField("boot", f.boot());
        json.writeNumberField("expires", f.expires());
        if (f.ask()) {
          json.writeBooleanField("ask", true);
        }
      }
      case PairingFailed f -> {}
      case DevicePaired f -> {
        json.writeStringField("device", f.device().value());
        json.writeStringField("x", f.publicKey().x());
        json.writeStringField("y", f.publicKey().y());
        json.writeStringField("role", f.role().word());
        json.writeStringField("name", f.name());
        json.writeStringField("code", f.codeHash());
      }
      case DeviceRevoked f -> {
        json.writeStringField("device", f.device().value());
        json.writeStringField("reason", f.reason());
      }
      case OfAuth f -> AuthFactJson.write(json, f);
      case SequenceReused f -> {
        json.writeStringField("device", f.sequence().device().value());
        json.writeNumberField("number", f.sequence().number());
        json.writeStringField("kept", f.kept().value());
        json.writeStringField("refused", f.refused().value());
      }
      case SaleTaken f -> {
        json.writeStringField("receipt", f.signed().receipt().value());
        json.writeStringField("jws", f.signed().jws());
      }
      case RefundGiven f -> {
        json.writeStringField("receipt", f.signed().receipt().value());
        json.writeStringField("jws", f.signed().jws());
      }
      case PowerChanged f -> {
        json.writeBooleanField("mains", f.mains());
        json.writeNumberField("percent", f.percent());
        json.writeNumberField("minutesLeft", f.minutesLeft());
      }
      case LinkChanged f -> {
        json.writeBooleanField("reachable", f.reachable());
        json.writeStringField("via", f.via());
      }
      case TelemetryShed f -> {
        json.writeNumberField("from", f.from());
        json.writeNumberField("to", f.to());
        json.writeStringField("why", f.why());
      }
      case UpstreamAcked f -> write(json, f);
      case BooksExported f -> {
        json.writeNumberField("position", f.position());
        json.writeStringField("head", f.head().value());
        json.writeNumberField("p0", f.p0());
        json.writeNumberField("p1", f.p1());
        json.writeBooleanField("ownDisk", f.ownDisk());
      }
      case SetBackFound f -> {
        json.writeStringField("class", f.deltaClass().word());
        json.writeNumberField("upstream", f.upstream());
        json.writeNumberField("here", f.here());
        json.writeNumberField("doubtful", f.doubtful());
      }
      case IncarnationAdopted f -> json.writeStringField("former", f.former().value());
    }
  }

  /**
   * A release that does not know the members after {@code ranges} reads the fact all the same, and
   * joins what it acknowledges to what was acknowledged before.
   */
  private static void write(JsonGenerator json, UpstreamAcked f) throws IOException {
    json.writeStringField("class", f.deltaClass().word());
    json.writeNumberField("prefix", f.prefix());
    write(json, "ranges", f.ranges());
    if (f.basis().isPresent()) {
      AckBasis basis = f.basis().get();
      json.writeStringField("epoch", basis.epoch().value());
      json.writeNumberField("issued", basis.issued());
      if (!basis.dead().isEmpty()) {
        write(json, "dead", basis.dead());
      }
      if (!basis.sum().equals(MultisetHash.EMPTY)) {
        json.writeStringField("sum", basis.sum().toString());
      }
    }
  }

  private static void write(JsonGenerator json, String member, List<Range> ranges)
      throws IOException {
    json.writeArrayFieldStart(member);
    for (Range range : ranges) {
      json.writeStartObject();
      json.writeNumberField("from", range.from());
      json.writeNumberField("to", range.to());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static Optional<AckBasis> basis(Fields f) {
    return f.has("epoch")
        ? Optional.of(
            new AckBasis(
                f.as("epoch", UpstreamEpoch::new),
                f.whole("issued"),
                f.has("dead") ? f.list("dead", FactJson::range) : List.of(),
                f.has("sum") ? f.as("sum", MultisetHash::parse) : MultisetHash.EMPTY))
        : Optional.empty();
  }

  private static Range range(Fields f) {
    return new Range(f.whole("from"), f.whole("to"));
  }

  private FactBody body(FactType type, Fields f) {
    return switch (type) {
      case BOX_STARTED_1 -> new BoxStarted(f.text("release"), f.truth("clean"), false);
      case BOX_STARTED -> new BoxStarted(f.text("release"), f.truth("clean"), true);
      case BOX_STOPPED -> new BoxStopped(f.text("why"));
      case PACK_APPLIED -> new PackApplied(shelf.pack(f.as("pack", PackId::new)));
      case RIGHTS_GRANTED ->
          new RightsGranted(
              f.as("pack", PackId::new),
              f.list("grants", g -> new Grant(g.as("sku", Sku::new), g.whole("delta"))));
      case PRICE_CHANGED ->
          new PriceChanged(f.as("sku", Sku::new), f.whole("was"), f.whole("price"));
      case PAIRING_OFFERED ->
          new PairingOffered(
              f.text("code"),
              f.as("role", Role::of),
              f.text("boot"),
              f.whole64("expires"),
              f.has("ask"));
      case PAIRING_FAILED -> new PairingFailed();
      case DEVICE_PAIRED ->
          new DevicePaired(
              f.as("device", DeviceId::new),
              new PublicKey(f.text("x"), f.text("y")),
              f.as("role", Role::of),
              f.text("name"),
              f.text("code"));
      case DEVICE_REVOKED -> new DeviceRevoked(f.as("device", DeviceId::new), f.text("reason"));
      case DEVICE_RESUMED,
          CLONE_SUSPECTED,
          CLIENT_ADDED,
          CLIENT_REMOVED,
          TOKEN_ISSUED,
          TOKEN_REVOKED,
          TOKENS_REFUSED,
          EPOCH_BEGAN,
          ISSUER_KEY_CHANGED,
          TREE_HEAD,
          PIN_TRIED,
          PIN_PASSED,
          PIN_UNLOCKED ->
          AuthFactJson.read(type, f);
      case SEQUENCE_REUSED ->
          new SequenceReused(
              new DeviceSequence(f.as("device", DeviceId::new), f.whole("number")),
              f.as("kept", ReceiptToken::new),
              f.as("refused", ReceiptToken::new));
      case SALE_TAKEN -> new SaleTaken(SaleJson.journalledSale(f.text("jws")));
      case REFUND_GIVEN -> new RefundGiven(SaleJson.journalledRefund(f.text("jws")));
      case POWER_CHANGED ->
          new PowerChanged(
              f.truth("mains"), (int) f.whole("percent"), (int) f.whole("minutesLeft"));
      case LINK_CHANGED -> new LinkChanged(f.truth("reachable"), f.text("via"));
      case TELEMETRY_SHED -> new TelemetryShed(f.whole("from"), f.whole("to"), f.text("why"));
      case UPSTREAM_ACKED ->
          new UpstreamAcked(
              f.as("class", DeltaClass::of),
              f.whole("prefix"),
              f.list("ranges", FactJson::range),
              basis(f));
      case BOOKS_EXPORTED ->
          new BooksExported(
              f.whole("position"),
              f.as("head", Hash::new),
              f.whole("p0"),
              f.whole("p1"),
              f.truth("ownDisk"));
      case SET_BACK_FOUND ->
          new SetBackFound(
              f.as("class", DeltaClass::of),
              f.whole("upstream"),
              f.whole("here"),
              f.whole("doubtful"));
      case INCARNATION_ADOPTED -> new IncarnationAdopted(f.as("former", Incarnation::new));
    };
  }
}
