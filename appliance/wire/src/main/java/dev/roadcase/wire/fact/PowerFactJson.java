package dev.roadcase.wire.fact;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.power.PowerFact;
import dev.roadcase.core.power.PowerFact.PowerChanged;
import dev.roadcase.wire.json.Fields;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/** {@link PowerFact}. */
final class PowerFactJson implements FamilyJson<PowerFact> {
  @Override
  public Class<PowerFact> family() {
    return PowerFact.class;
  }

  @Override
  public Map<FactType, Function<Fields, PowerFact>> readers() {
    return Map.of(
        PowerFact.POWER_CHANGED,
        f ->
            new PowerChanged(
                f.truth("mains"), (int) f.whole("percent"), (int) f.whole("minutesLeft")));
  }

  @Override
  public void write(JsonGenerator json, PowerFact body) throws IOException {
    switch (body) {
      case PowerChanged f -> {
        json.writeBooleanField("mains", f.mains());
        json.writeNumberField("percent", f.percent());
        json.writeNumberField("minutesLeft", f.minutesLeft());
      }
    }
  }
}
