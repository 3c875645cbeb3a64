package dev.roadcase.app.http;

import dev.roadcase.wire.json.Malformed;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.RequestBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks what a request brought against one operation of the contract, on the event loop that it
 * came in on. The schemas are made ready once, when the doors open; the library's own validator
 * makes them ready again for every request, on a worker thread (docs/decisions/0060).
 */
final class RequestCheck implements Handler<RoutingContext> {
  /** Where {@link Asked} finds the body. */
  static final String BODY = "roadcase.body";

  private record Expected(Parameter parameter, Validator validator) {}

  private final List<Expected> parameters = new ArrayList<>();
  private final Map<MediaType, Validator> bodies = new HashMap<>();
  private final Optional<RequestBody> body;
  private final boolean token;

  /** A check for {@code operation}; throws when the contract asks for what it cannot check. */
  RequestCheck(OpenAPIContract contract, Operation operation) {
    for (Parameter parameter : operation.getParameters()) {
      SchemaType type = parameter.getSchemaType();
      if (type != SchemaType.STRING && type != SchemaType.INTEGER) {
        throw new IllegalStateException(
            parameter.getName() + " is neither a string nor an integer: nobody checks it");
      }
      parameters.add(
          new Expected(parameter, contract.getSchemaRepository().validator(parameter.getSchema())));
    }
    token = operation.getExtensions().containsKey(Contract.NEEDS_TOKEN);
    body = Optional.ofNullable(operation.getRequestBody());
    body.ifPresent(asked ->
        asked
            .getContent()
            .values()
            .forEach(type ->
                bodies.put(type, contract.getSchemaRepository().validator(type.getSchema()))));
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (token && !Entrance.showsToken(ctx)) {
      return;
    }
    parameters.forEach(expected -> check(ctx, expected));
    body.ifPresent(asked -> check(ctx, asked));
    ctx.next();
  }

  private static void check(RoutingContext ctx, Expected expected) {
    Parameter parameter = expected.parameter();
    String name = parameter.getName();
    List<String> values = values(ctx, parameter);
    if (values.size() > 1) {
      throw new Malformed("\"" + name + "\" is given once, not " + values.size() + " times");
    }
    if (!values.isEmpty()) {
      check(expected.validator(), typed(parameter, values.getFirst()), "\"" + name + "\"");
    } else if (parameter.isRequired()) {
      throw new Malformed("\"" + name + "\" is missing");
    }
  }

  private static List<String> values(RoutingContext ctx, Parameter parameter) {
    String name = parameter.getName();
    return switch (parameter.getIn()) {
      case PATH -> oneOrNone(ctx.pathParam(name));
      case QUERY -> ctx.queryParam(name);
      case HEADER -> ctx.request().headers().getAll(name);
      case COOKIE -> throw new IllegalStateException("no operation asks for a cookie");
    };
  }

  private static List<String> oneOrNone(@Nullable String value) {
    return value == null ? List.of() : List.of(value);
  }

  private static Object typed(Parameter parameter, String value) {
    if (parameter.getSchemaType() == SchemaType.STRING) {
      return value;
    }
    try {
      return Long.valueOf(value);
    } catch (NumberFormatException e) {
      throw new Malformed("\"" + parameter.getName() + "\" is a whole number");
    }
  }

  private void check(RoutingContext ctx, RequestBody asked) {
    Buffer bytes = ctx.body().buffer();
    if (bytes == null || bytes.length() == 0) {
      if (asked.isRequired()) {
        throw new Malformed("the request has no body");
      }
      return;
    }
    MediaType type = asked.determineContentType(ctx.request().getHeader(HttpHeaders.CONTENT_TYPE));
    Validator validator = type == null ? null : bodies.get(type);
    if (validator == null) {
      throw new Malformed("the Content-Type is application/json");
    }
    JsonBounds.require(
        bytes.getBytes(), token ? JsonBounds.TOKENS_MAX : JsonBounds.STRANGERS_TOKENS_MAX);
    Object value = json(bytes);
    check(validator, value, "the body");
    ctx.put(BODY, value);
  }

  private static Object json(Buffer bytes) {
    try {
      return bytes.toJsonValue();
    } catch (DecodeException e) {
      throw new Malformed("the body is not well-formed JSON");
    }
  }

  private static void check(Validator validator, Object value, String what) {
    OutputUnit found = validator.validate(value);
    if (!Boolean.TRUE.equals(found.getValid())) {
      throw new Malformed(what + " is not what the contract asks for" + reason(found));
    }
  }

  private static String reason(OutputUnit found) {
    List<OutputUnit> errors = found.getErrors();
    if (errors == null || errors.isEmpty()) {
      return "";
    }
    OutputUnit last = errors.getLast();
    return ": " + last.getInstanceLocation() + " " + last.getError();
  }
}
