package dev.roadcase.core.pack;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.Making;
import dev.roadcase.core.identity.Printable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which kits' keys of a show count no more. Comes signed by the show's key, in the pack and beside
 * it; what is on it once stays on it.
 *
 * @param number of the list: 0 is the empty one that a show begins with, every later one is higher
 * @param issued when it was signed; by the crew's clock, so only for people
 * @param revoked each making once, by kit and birth
 */
public record Revocations(
    FleetId fleet, String show, long number, Instant issued, List<Revoked> revoked) {
  private static final Comparator<Revoked> ORDER =
      Comparator.comparing((Revoked entry) -> entry.kit().value()).thenComparing(Revoked::making);

  /**
   * A making that counts no more.
   *
   * @param serial of its certificate, lower-case hex, for those who speak X.509 only
   * @param reason for people: up to {@link #REASON_MAX} printable characters, may be empty
   * @param at when the crew said so, whole seconds
   */
  public record Revoked(KitId kit, Making making, String serial, String reason, Instant at) {
    /** Longest reason, characters. */
    public static final int REASON_MAX = 80;

    private static final Pattern SERIAL = Pattern.compile("[0-9a-f]{1,40}");

    public Revoked {
      requireSerialAndReason(serial, reason);
    }

    static void requireSerialAndReason(String serial, String reason) {
      if (!SERIAL.matcher(serial).matches()) {
        throw new IllegalArgumentException("a serial number is 1 to 40 lower-case hex digits");
      }
      if (reason.length() > REASON_MAX || !Printable.all(reason)) {
        throw new IllegalArgumentException(
            "a reason has at most " + REASON_MAX + " printable characters");
      }
    }

    /** What the person at the box reads, and what to do about it. */
    public String sentence() {
      return "the keys of %s (making %s) were revoked on %s%s: this box neither sells nor lets anybody in; `roadcase fleet renew %s` makes new ones"
          .formatted(kit, making, at, reason.isEmpty() ? "" : " (" + reason + ")", kit);
    }
  }

  public Revocations {
    revoked = revoked.stream().sorted(ORDER).toList();
    if (number < 0 || (number == 0 && !revoked.isEmpty())) {
      throw new IllegalArgumentException("a list of revocations is numbered from 1");
    }
    Set<String> seen = new HashSet<>();
    for (Revoked entry : revoked) {
      if (!seen.add(entry.kit() + "/" + entry.making())) {
        throw new IllegalArgumentException(
            "the making " + entry.making() + " of " + entry.kit() + " is revoked twice");
      }
    }
  }

  /** Before anything was revoked. */
  public static Revocations none(FleetId fleet, String show) {
    return new Revocations(fleet, show, 0, Instant.EPOCH, List.of());
  }

  /** Whether the keys of that making count no more, and why. */
  public Optional<Revoked> of(KitId kit, Making making) {
    return revoked.stream()
        .filter(entry -> entry.kit().equals(kit) && entry.making().equals(making))
        .findFirst();
  }

  /** The next list. One that is revoked already stays as it was: the first word counts. */
  public Revocations and(Revoked more, Instant now) {
    if (of(more.kit(), more.making()).isPresent()) {
      return this;
    }
    List<Revoked> all = new ArrayList<>(revoked);
    all.add(more);
    return new Revocations(fleet, show, number + 1, now, all);
  }

  /**
   * Of two lists of one show, the one to believe: whoever hands over an older one would bring a
   * stolen key back.
   */
  public Revocations orNewer(Revocations other) {
    if (!fleet.equals(other.fleet) || !show.equals(other.show)) {
      throw new IllegalArgumentException("lists of two shows are not compared");
    }
    return other.number > number ? other : this;
  }
}
