package dev.roadcase.wire.fact;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadcase.core.auth.PinFact;
import dev.roadcase.core.auth.PinFact.PinPassed;
import dev.roadcase.core.auth.PinFact.PinTried;
import dev.roadcase.core.auth.PinFact.PinUnlocked;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.wire.json.Fields;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/** {@link PinFact}. */
final class PinFactJson implements FamilyJson<PinFact> {
  @Override
  public Class<PinFact> family() {
    return PinFact.class;
  }

  @Override
  public Map<FactType, Function<Fields, PinFact>> readers() {
    return Map.of(
        PinFact.PIN_TRIED, f -> new PinTried(f.as("device", DeviceId::new), f.text("staff")),
        PinFact.PIN_PASSED, f -> new PinPassed(f.as("device", DeviceId::new), f.text("staff")),
        PinFact.PIN_UNLOCKED, f -> new PinUnlocked(f.as("device", DeviceId::new)));
  }

  @Override
  public void write(JsonGenerator json, PinFact body) throws IOException {
    switch (body) {
      case PinTried f -> {
        json.writeStringField("device", f.device().value());
        json.writeStringField("staff", f.staff());
      }
      case PinPassed f -> {
        json.writeStringField("device", f.device().value());
        json.writeStringField("staff", f.staff());
      }
      case PinUnlocked f -> json.writeStringField("device", f.device().value());
    }
  }
}
