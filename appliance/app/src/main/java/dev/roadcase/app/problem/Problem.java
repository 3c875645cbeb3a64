package dev.roadcase.app.problem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.wire.json.Json;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Bad news as RFC 9457 has it.
 *
 * @param name the stable part of the type, {@code urn:roadcase:problem:} and this
 * @param detail what to do about it, for the person at the till
 * @param hint what to do about it, for the operator; may be empty
 * @param retryAfter seconds after which it is worth asking again
 * @param more members of this type's own
 */
public record Problem(
    int status,
    String name,
    String title,
    String detail,
    String hint,
    OptionalInt retryAfter,
    Optional<ObjectNode> more) {

  public static final String CONTENT_TYPE = "application/problem+json";

  public static Problem of(int status, String name, String title, String detail) {
    return new Problem(status, name, title, detail, "", OptionalInt.empty(), Optional.empty());
  }

  public Problem hint(String forTheOperator) {
    return new Problem(status, name, title, detail, forTheOperator, retryAfter, more);
  }

  public Problem retryAfter(int seconds) {
    return new Problem(status, name, title, detail, hint, OptionalInt.of(seconds), more);
  }

  public Problem with(ObjectNode members) {
    return new Problem(status, name, title, detail, hint, retryAfter, Optional.of(members));
  }

  public static Problem malformed(String what) {
    return of(400, "malformed", "The request cannot be read", what);
  }

  public ObjectNode json() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("type", "urn:roadcase:problem:" + name);
    node.put("title", title);
    node.put("status", status);
    node.put("detail", detail);
    if (!hint.isEmpty()) {
      node.put("hint", hint);
    }
    more.ifPresent(members -> node.setAll(members));
    return node;
  }
}
