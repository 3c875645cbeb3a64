package dev.roadcase.core.pack;

import dev.roadcase.core.identity.FleetId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which shows of a fleet count no more, with all that they have signed. Comes signed by the root;
 * what is on it once stays on it.
 *
 * @param number of the list: 0 is the empty one that a fleet begins with, every later one is higher
 * @param issued when it was signed; by the crew's clock, so only for people
 * @param revoked each show once, by name
 */
public record ShowRevocations(FleetId fleet, long number, Instant issued, List<Revoked> revoked) {
  /**
   * A show that counts no more.
   *
   * @param serial of its certificate, lower-case hex, for those who speak X.509 only
   * @param reason for people, as {@link Revocations.Revoked} has it
   * @param at when the crew said so, whole seconds
   */
  public record Revoked(String show, String serial, String reason, Instant at) {
    public Revoked {
      Revocations.Revoked.requireSerialAndReason(serial, reason);
    }

    /** What whoever wants to work with it reads, and what to do about it. */
    public String sentence() {
      return "the show %s was revoked on %s%s: nothing that it signs counts; `roadcase fleet show` makes another"
          .formatted(show, at, reason.isEmpty() ? "" : " (" + reason + ")");
    }
  }

  public ShowRevocations {
    revoked = revoked.stream().sorted(Comparator.comparing(Revoked::show)).toList();
    if (number < 0 || (number == 0 && !revoked.isEmpty())) {
      throw new IllegalArgumentException("a list of revocations is numbered from 1");
    }
    Set<String> seen = new HashSet<>();
    for (Revoked entry : revoked) {
      if (!seen.add(entry.show())) {
        throw new IllegalArgumentException("the show " + entry.show() + " is revoked twice");
      }
    }
  }

  /** Before anything was revoked. */
  public static ShowRevocations none(FleetId fleet) {
    return new ShowRevocations(fleet, 0, Instant.EPOCH, List.of());
  }

  /** Whether that show counts no more, and why. */
  public Optional<Revoked> of(String show) {
    return revoked.stream().filter(entry -> entry.show().equals(show)).findFirst();
  }

  /** The next list. One that is revoked already stays as it was: the first word counts. */
  public ShowRevocations and(Revoked more, Instant now) {
    if (of(more.show()).isPresent()) {
      return this;
    }
    List<Revoked> all = new ArrayList<>(revoked);
    all.add(more);
    return new ShowRevocations(fleet, number + 1, now, all);
  }
}
