package dev.roadcase.wire.fact;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadcase.core.fact.BoxFact;
import dev.roadcase.core.fact.BoxFact.BoxStarted;
import dev.roadcase.core.fact.BoxFact.BoxStopped;
import dev.roadcase.core.fact.BoxFact.IncarnationAdopted;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.wire.json.Fields;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/** {@link BoxFact}. */
final class BoxFactJson implements FamilyJson<BoxFact> {
  @Override
  public Class<BoxFact> family() {
    return BoxFact.class;
  }

  @Override
  public Map<FactType, Function<Fields, BoxFact>> readers() {
    return Map.of(
        BoxFact.BOX_STARTED_1, f -> new BoxStarted(f.text("release"), f.truth("clean"), false),
        BoxFact.BOX_STARTED, f -> new BoxStarted(f.text("release"), f.truth("clean"), true),
        BoxFact.BOX_STOPPED, f -> new BoxStopped(f.text("why")),
        BoxFact.INCARNATION_ADOPTED, f -> new IncarnationAdopted(f.as("former", Incarnation::new)));
  }

  @Override
  public void write(JsonGenerator json, BoxFact body) throws IOException {
    switch (body) {
      case BoxStarted f -> {
        json.writeStringField("release", f.release());
        json.writeBooleanField("clean", f.clean());
      }
      case BoxStopped f -> json.writeStringField("why", f.why());
      case IncarnationAdopted f -> json.writeStringField("former", f.former().value());
    }
  }
}
