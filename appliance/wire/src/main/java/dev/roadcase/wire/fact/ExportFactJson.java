package dev.roadcase.wire.fact;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadcase.core.departure.ExportFact;
import dev.roadcase.core.departure.ExportFact.BooksExported;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.wire.json.Fields;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/** {@link ExportFact}. */
final class ExportFactJson implements FamilyJson<ExportFact> {
  @Override
  public Class<ExportFact> family() {
    return ExportFact.class;
  }

  @Override
  public Map<FactType, Function<Fields, ExportFact>> readers() {
    return Map.of(
        ExportFact.BOOKS_EXPORTED,
        f ->
            new BooksExported(
                f.whole("position"),
                f.as("head", Hash::new),
                f.whole("p0"),
                f.whole("p1"),
                f.truth("ownDisk")));
  }

  @Override
  public void write(JsonGenerator json, ExportFact body) throws IOException {
    switch (body) {
      case BooksExported f -> {
        json.writeNumberField("position", f.position());
        json.writeStringField("head", f.head().value());
        json.writeNumberField("p0", f.p0());
        json.writeNumberField("p1", f.p1());
        json.writeBooleanField("ownDisk", f.ownDisk());
      }
    }
  }
}
