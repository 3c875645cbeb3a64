package dev.roadcase.wire.fact;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.pack.PackFact;
import dev.roadcase.core.pack.PackFact.Grant;
import dev.roadcase.core.pack.PackFact.PackApplied;
import dev.roadcase.core.pack.PackFact.PriceChanged;
import dev.roadcase.core.pack.PackFact.RightsGranted;
import dev.roadcase.core.pack.PackId;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.wire.json.Fields;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/** {@link PackFact}. */
final class PackFactJson implements FamilyJson<PackFact> {
  private final PackShelf shelf;

  PackFactJson(PackShelf shelf) {
    this.shelf = shelf;
  }

  @Override
  public Class<PackFact> family() {
    return PackFact.class;
  }

  @Override
  public Map<FactType, Function<Fields, PackFact>> readers() {
    return Map.of(
        PackFact.PACK_APPLIED, f -> new PackApplied(shelf.pack(f.as("pack", PackId::new))),
        PackFact.RIGHTS_GRANTED,
            f ->
                new RightsGranted(
                    f.as("pack", PackId::new),
                    f.list("grants", g -> new Grant(g.as("sku", Sku::new), g.whole("delta")))),
        PackFact.PRICE_CHANGED,
            f -> new PriceChanged(f.as("sku", Sku::new), f.whole("was"), f.whole("price")));
  }

  @Override
  public void write(JsonGenerator json, PackFact body) throws IOException {
    switch (body) {
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
    }
  }
}
