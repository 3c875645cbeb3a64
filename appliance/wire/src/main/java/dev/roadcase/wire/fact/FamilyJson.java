package dev.roadcase.wire.fact;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.wire.json.Fields;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/** How the bodies of one family of facts are written and read. Frozen as the facts are. */
interface FamilyJson<F extends FactBody> {
  Class<F> family();

  /** For each type of the family, what makes a body of its members. */
  Map<FactType, Function<Fields, F>> readers();

  /** The members of a body, in a fixed order. */
  void write(JsonGenerator json, F body) throws IOException;

  /** As {@link #write}, for a body that is of this family. */
  default void writeOfFamily(JsonGenerator json, FactBody body) throws IOException {
    write(json, family().cast(body));
  }
}
