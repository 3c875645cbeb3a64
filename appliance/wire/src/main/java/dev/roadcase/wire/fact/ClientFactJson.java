package dev.roadcase.wire.fact;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadcase.core.auth.ClientFact;
import dev.roadcase.core.auth.ClientFact.ClientAdded;
import dev.roadcase.core.auth.ClientFact.ClientRemoved;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.identity.ClientId;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.wire.json.Fields;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/** {@link ClientFact}. */
final class ClientFactJson implements FamilyJson<ClientFact> {
  @Override
  public Class<ClientFact> family() {
    return ClientFact.class;
  }

  @Override
  public Map<FactType, Function<Fields, ClientFact>> readers() {
    return Map.of(
        ClientFact.CLIENT_ADDED,
            f ->
                new ClientAdded(
                    f.as("client", ClientId::new),
                    f.text("secret"),
                    f.as("scope", Scope::set),
                    (int) f.whole("life")),
        ClientFact.CLIENT_REMOVED, f -> new ClientRemoved(f.as("client", ClientId::new)));
  }

  @Override
  public void write(JsonGenerator json, ClientFact body) throws IOException {
    switch (body) {
      case ClientAdded f -> {
        json.writeStringField("client", f.client().value());
        json.writeStringField("secret", f.secretHash());
        json.writeStringField("scope", Scope.words(f.scopes()));
        json.writeNumberField("life", f.lifeSeconds());
      }
      case ClientRemoved f -> json.writeStringField("client", f.client().value());
    }
  }
}
