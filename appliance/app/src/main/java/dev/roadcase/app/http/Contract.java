package dev.roadcase.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.wire.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The published contract, {@code openapi.yaml}, and the copy of it that requests are checked
 * against. The copy leaves out the media types that the validator's closed list does not have, and
 * which operations need a token: {@link Entrance} asks for that. Nothing else differs.
 */
public final class Contract {
  private static final Set<String> MEDIA_TYPES_KNOWN = Set.of("application/json");

  /** Says of an operation of the checked copy that it needs a token. */
  static final String NEEDS_TOKEN = "x-needs-token";

  private Contract() {}

  /** The contract as it is published, UTF-8. */
  public static byte[] published() {
    try (InputStream in = Contract.class.getResourceAsStream("/openapi.yaml")) {
      return Objects.requireNonNull(in, "openapi.yaml is part of the module").readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("a resource can always be read", e);
    }
  }

  /** The contract as the validator takes it. */
  public static Future<OpenAPIContract> load(Vertx vertx) {
    Object tree =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(new String(published(), StandardCharsets.UTF_8));
    JsonNode contract = Json.MAPPER.valueToTree(tree);
    withoutWhatItDoesNotKnow(contract);
    return OpenAPIContract.from(vertx, new JsonObject(contract.toString()));
  }

  private static void withoutWhatItDoesNotKnow(JsonNode node) {
    node.forEach(Contract::withoutWhatItDoesNotKnow);
    if (node.get("content") instanceof ObjectNode content) {
      content.retain(MEDIA_TYPES_KNOWN);
    }
    if (node instanceof ObjectNode object) {
      if (object.remove("security") != null && object.has("operationId")) {
        object.put(NEEDS_TOKEN, true);
      }
      // A form: OAuth's endpoints stand before the contract and read it themselves.
      if (object.has("requestBody") && object.path("requestBody").path("content").isEmpty()) {
        object.remove("requestBody");
      }
    }
  }
}
