package dev.roadcase.wire.fact;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadcase.core.auth.DeviceFact;
import dev.roadcase.core.auth.DeviceFact.CloneSuspected;
import dev.roadcase.core.auth.DeviceFact.DevicePaired;
import dev.roadcase.core.auth.DeviceFact.DeviceResumed;
import dev.roadcase.core.auth.DeviceFact.DeviceRevoked;
import dev.roadcase.core.auth.DeviceFact.PairingFailed;
import dev.roadcase.core.auth.DeviceFact.PairingOffered;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;
import dev.roadcase.wire.json.Fields;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/** {@link DeviceFact}. */
final class DeviceFactJson implements FamilyJson<DeviceFact> {
  @Override
  public Class<DeviceFact> family() {
    return DeviceFact.class;
  }

  @Override
  public Map<FactType, Function<Fields, DeviceFact>> readers() {
    return Map.of(
        DeviceFact.PAIRING_OFFERED,
            f ->
                new PairingOffered(
                    f.text("code"),
                    f.as("role", Role::of),
                    f.text("boot"),
                    f.whole64("expires"),
                    f.has("ask")),
        DeviceFact.PAIRING_FAILED, _ -> new PairingFailed(),
        DeviceFact.DEVICE_PAIRED,
            f ->
                new DevicePaired(
                    f.as("device", DeviceId::new),
                    new PublicKey(f.text("x"), f.text("y")),
                    f.as("role", Role::of),
                    f.text("name"),
                    f.text("code")),
        DeviceFact.DEVICE_REVOKED,
            f -> new DeviceRevoked(f.as("device", DeviceId::new), f.text("reason")),
        DeviceFact.DEVICE_RESUMED, f -> new DeviceResumed(f.as("device", DeviceId::new)),
        DeviceFact.CLONE_SUSPECTED, f -> new CloneSuspected(f.as("device", DeviceId::new)));
  }

  @Override
  public void write(JsonGenerator json, DeviceFact body) throws IOException {
    switch (body) {
      case PairingOffered f -> {
        json.writeStringField("code", f.codeHash());
        json.writeStringField("role", f.role().word());
        json.writeStringField("boot", f.boot());
        json.writeNumberField("expires", f.expires());
        if (f.ask()) {
          json.writeBooleanField("ask", true);
        }
      }
      case PairingFailed _ -> {}
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
      case DeviceResumed f -> json.writeStringField("device", f.device().value());
      case CloneSuspected f -> json.writeStringField("device", f.device().value());
    }
  }
}
