package dev.roadcase.wire.pack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.core.pack.Roster.Duty;
import dev.roadcase.core.pack.Roster.Staff;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.secret.Argon2id;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part {@code roster.json}: roles with their scopes and the life of their tokens in seconds,
 * and staff with their PINs as Argon2id hashes. Scopes are written as OAuth does; {@code ""} is
 * none.
 */
final class RosterJson {
  /** Most people with a PIN. */
  static final int STAFF_MAX = 200;

  /** What a box is ready to spend on one PIN: it has a heap of 128 MB, and tills wait. */
  private static final Argon2id COSTLIEST = new Argon2id(32 * 1024, 4);

  private RosterJson() {}

  static byte[] write(Roster roster) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    ArrayNode roles = node.putArray("roles");
    for (Map.Entry<Role, Duty> role : new EnumMap<>(roster.roles()).entrySet()) {
      roles
          .addObject()
          .put("role", role.getKey().word())
          .put("scopes", Scope.words(role.getValue().scopes()))
          .put("life", role.getValue().life().toSeconds());
    }
    ArrayNode staff = node.putArray("staff");
    for (Staff person : roster.staff()) {
      staff
          .addObject()
          .put("id", person.id())
          .put("name", person.name())
          .put("scopes", Scope.words(person.scopes()))
          .put("pin", person.pinHash());
    }
    return Json.bytes(node);
  }

  static Roster read(byte[] bytes) {
    Fields fields = Json.object(bytes, "the roster");
    Map<Role, Duty> roles = new EnumMap<>(Role.class);
    fields.list(
        "roles",
        entry -> {
          Role role = entry.as("role", Role::of);
          if (roles.put(role, duty(entry, role)) != null) {
            throw new Malformed("the roster has the role " + role.word() + " twice");
          }
          return role;
        });
    List<Staff> staff = fields.list("staff", RosterJson::person);
    if (staff.size() > STAFF_MAX) {
      throw new Malformed("the roster has at most " + STAFF_MAX + " people");
    }
    try {
      return new Roster(roles, staff);
    } catch (IllegalArgumentException e) {
      throw new Malformed("the roster: " + e.getMessage());
    }
  }

  private static Duty duty(Fields fields, Role role) {
    Set<Scope> scopes = scopes(fields);
    long life = fields.whole("life");
    try {
      return new Duty(scopes, Duration.ofSeconds(life));
    } catch (IllegalArgumentException e) {
      throw new Malformed("the roster's role " + role.word() + ": " + e.getMessage());
    }
  }

  private static Staff person(Fields fields) {
    String id = fields.text("id");
    String name = fields.text("name");
    Set<Scope> scopes = scopes(fields);
    // Its message never quotes the hash.
    String pin = fields.as("pin", RosterJson::affordable);
    try {
      return new Staff(id, name, scopes, pin);
    } catch (IllegalArgumentException e) {
      throw new Malformed("the roster: " + e.getMessage());
    }
  }

  private static Set<Scope> scopes(Fields fields) {
    return fields.as(
        "scopes", words -> words.isEmpty() ? EnumSet.noneOf(Scope.class) : Scope.set(words));
  }

  private static String affordable(String hash) {
    Argon2id cost = Argon2id.of(hash);
    if (cost.memoryKib() > COSTLIEST.memoryKib() || cost.passes() > COSTLIEST.passes()) {
      throw new IllegalArgumentException(
          "a box spends at most %d KiB and %d passes on a PIN"
              .formatted(COSTLIEST.memoryKib(), COSTLIEST.passes()));
    }
    return hash;
  }
}
