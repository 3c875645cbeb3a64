package dev.roadcase.wire.fact;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.link.LinkFact;
import dev.roadcase.core.link.LinkFact.LinkChanged;
import dev.roadcase.wire.json.Fields;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/** {@link LinkFact}. */
final class LinkFactJson implements FamilyJson<LinkFact> {
  @Override
  public Class<LinkFact> family() {
    return LinkFact.class;
  }

  @Override
  public Map<FactType, Function<Fields, LinkFact>> readers() {
    return Map.of(LinkFact.LINK_CHANGED, f -> new LinkChanged(f.truth("reachable"), f.text("via")));
  }

  @Override
  public void write(JsonGenerator json, LinkFact body) throws IOException {
    switch (body) {
      case LinkChanged f -> {
        json.writeBooleanField("reachable", f.reachable());
        json.writeStringField("via", f.via());
      }
    }
  }
}
