package dev.roadcase.wire.fact;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.fact.Range;
import dev.roadcase.core.identity.UpstreamEpoch;
import dev.roadcase.core.queue.UplinkFact;
import dev.roadcase.core.queue.UplinkFact.AckBasis;
import dev.roadcase.core.queue.UplinkFact.SetBackFound;
import dev.roadcase.core.queue.UplinkFact.TelemetryShed;
import dev.roadcase.core.queue.UplinkFact.UpstreamAcked;
import dev.roadcase.wire.json.Fields;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@link UplinkFact}. */
final class UplinkFactJson implements FamilyJson<UplinkFact> {
  @Override
  public Class<UplinkFact> family() {
    return UplinkFact.class;
  }

  @Override
  public Map<FactType, Function<Fields, UplinkFact>> readers() {
    return Map.of(
        UplinkFact.TELEMETRY_SHED,
            f -> new TelemetryShed(f.whole("from"), f.whole("to"), f.text("why")),
        UplinkFact.UPSTREAM_ACKED,
            f ->
                new UpstreamAcked(
                    f.as("class", DeltaClass::of),
                    f.whole("prefix"),
                    f.list("ranges", UplinkFactJson::range),
                    basis(f)),
        UplinkFact.SET_BACK_FOUND,
            f ->
                new SetBackFound(
                    f.as("class", DeltaClass::of),
                    f.whole("upstream"),
                    f.whole("here"),
                    f.whole("doubtful")));
  }

  @Override
  public void write(JsonGenerator json, UplinkFact body) throws IOException {
    switch (body) {
      case TelemetryShed f -> {
        json.writeNumberField("from", f.from());
        json.writeNumberField("to", f.to());
        json.writeStringField("why", f.why());
      }
      case UpstreamAcked f -> write(json, f);
      case SetBackFound f -> {
        json.writeStringField("class", f.deltaClass().word());
        json.writeNumberField("upstream", f.upstream());
        json.writeNumberField("here", f.here());
        json.writeNumberField("doubtful", f.doubtful());
      }
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
                f.has("dead") ? f.list("dead", UplinkFactJson::range) : List.of(),
                f.has("sum") ? f.as("sum", MultisetHash::parse) : MultisetHash.EMPTY))
        : Optional.empty();
  }

  private static Range range(Fields f) {
    return new Range(f.whole("from"), f.whole("to"));
  }
}
