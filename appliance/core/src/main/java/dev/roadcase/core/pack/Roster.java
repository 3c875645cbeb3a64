package dev.roadcase.core.pack;

import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Scope;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may do what at a show. Comes signed in the pack; a pack without one means {@link #USUAL}.
 *
 * @param roles a role that is absent may do nothing
 * @param staff people with a PIN, by their short name
 */
public record Roster(Map<Role, Duty> roles, List<Staff> staff) {
  /** Longest life of a token: at the latest then a lost device that is cut off is refused. */
  public static final Duration LIFE_MAX = Duration.ofHours(12);

  /** For who has a person beside it. */
  public static final Duration STAFF_LIFE = Duration.ofMinutes(15);

  /** For who has none. */
  public static final Duration KIOSK_LIFE = Duration.ofMinutes(60);

  /** What a show has that says nothing else. */
  public static final Roster USUAL =
      new Roster(
          Map.of(
              Role.TILL,
              new Duty(EnumSet.of(Scope.SELL, Scope.REFUND, Scope.WATCH), STAFF_LIFE),
              Role.KIOSK,
              new Duty(EnumSet.of(Scope.SELL), KIOSK_LIFE),
              Role.CHECKIN,
              new Duty(EnumSet.of(Scope.REDEEM), STAFF_LIFE),
              Role.CREW,
              new Duty(EnumSet.of(Scope.WATCH, Scope.PRICES), STAFF_LIFE),
              Role.SENSOR,
              new Duty(EnumSet.of(Scope.TELEMETRY), KIOSK_LIFE)),
          List.of());

  /**
   * What a role may do.
   *
   * @param life of its tokens: at least a minute, at most {@link #LIFE_MAX}
   */
  public record Duty(Set<Scope> scopes, Duration life) {
    public Duty {
      scopes = Set.copyOf(scopes);
      if (life.compareTo(Duration.ofMinutes(1)) < 0 || life.compareTo(LIFE_MAX) > 0) {
        throw new IllegalArgumentException(
            "a token lives from 1 minute to " + LIFE_MAX.toHours() + " hours, not " + life);
      }
    }
  }

  /**
   * Somebody with a PIN.
   *
   * @param id short name, 1 to 20 of a-z, 0-9 and hyphen
   * @param scopes what the PIN adds to the device's own
   * @param pinHash Argon2id in the PHC string format; never leaves the box
   */
  public record Staff(String id, String name, Set<Scope> scopes, String pinHash) {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,19}");

    public Staff {
      scopes = Set.copyOf(scopes);
      if (!ID.matcher(id).matches()) {
        throw new IllegalArgumentException(
            "a staff id is 1 to 20 of a-z, 0-9 and hyphen, not \"" + id + "\"");
      }
      if (name.isBlank() || name.length() > 40 || name.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException("a name has 1 to 40 printable characters");
      }
      if (!pinHash.startsWith("$argon2id$")) {
        throw new IllegalArgumentException("a PIN is kept as an Argon2id hash");
      }
    }

    /** Without the hash: this may end up in a log. */
    @Override
    public String toString() {
      return "Staff[" + id + "]";
    }
  }

  public Roster {
    roles = Map.copyOf(roles);
    staff = List.copyOf(staff);
    Set<String> ids = new HashSet<>();
    for (Staff person : staff) {
      if (!ids.add(person.id())) {
        throw new IllegalArgumentException("two people have the id " + person.id());
      }
    }
  }

  public Duty of(Role role) {
    Duty duty = roles.get(role);
    return duty == null ? new Duty(Set.of(), STAFF_LIFE) : duty;
  }

  /** This roster with no token that lives longer than that. */
  public Roster capped(Duration life) {
    Map<Role, Duty> shorter = new EnumMap<>(Role.class);
    roles.forEach((role, duty) ->
        shorter.put(role, duty.life().compareTo(life) > 0 ? new Duty(duty.scopes(), life) : duty));
    return new Roster(shorter, staff);
  }

  public Optional<Staff> staff(String id) {
    return staff.stream().filter(person -> person.id().equals(id)).findFirst();
  }
}
