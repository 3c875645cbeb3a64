package dev.roadcase.wire.fact;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadcase.core.audit.AuditFact;
import dev.roadcase.core.audit.AuditFact.TreeHeadSigned;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.wire.json.Fields;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/** {@link AuditFact}. */
final class AuditFactJson implements FamilyJson<AuditFact> {
  @Override
  public Class<AuditFact> family() {
    return AuditFact.class;
  }

  @Override
  public Map<FactType, Function<Fields, AuditFact>> readers() {
    return Map.of(
        AuditFact.TREE_HEAD,
        f -> new TreeHeadSigned(f.whole("size"), f.as("root", Hash::new), f.text("sth")));
  }

  @Override
  public void write(JsonGenerator json, AuditFact body) throws IOException {
    switch (body) {
      case TreeHeadSigned f -> {
        json.writeNumberField("size", f.size());
        json.writeStringField("root", f.root().value());
        json.writeStringField("sth", f.jwt());
      }
    }
  }
}
