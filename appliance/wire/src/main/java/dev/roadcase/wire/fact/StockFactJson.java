package dev.roadcase.wire.fact;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.pack.CountReason;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.StockFact;
import dev.roadcase.core.pack.StockFact.StockCounted;
import dev.roadcase.wire.json.Fields;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/** {@link StockFact}. */
final class StockFactJson implements FamilyJson<StockFact> {
  @Override
  public Class<StockFact> family() {
    return StockFact.class;
  }

  @Override
  public Map<FactType, Function<Fields, StockFact>> readers() {
    return Map.of(StockFact.STOCK_COUNTED, StockFactJson::counted);
  }

  private static StockCounted counted(Fields f) {
    return new StockCounted(
        f.as("sku", Sku::new),
        new Quantity(f.whole("was")),
        new Quantity(f.whole("counted")),
        f.as(
            "reason",
            word ->
                CountReason.of(word)
                    .orElseThrow(() -> new IllegalArgumentException("is no reason of a count"))));
  }

  @Override
  public void write(JsonGenerator json, StockFact body) throws IOException {
    switch (body) {
      case StockCounted f -> {
        json.writeStringField("sku", f.sku().value());
        json.writeNumberField("was", f.was().milli());
        json.writeNumberField("counted", f.counted().milli());
        json.writeStringField("reason", f.reason().word());
      }
    }
  }
}
