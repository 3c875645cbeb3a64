package dev.roadcase.provisioning.pack;

import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.pack.Roster.Duty;
import dev.roadcase.core.pack.Roster.Staff;
import java.time.Duration;

/** How a roster is told: by names and scopes, never by the hash of a PIN. */
public final class RosterLines {
  private RosterLines() {}

  /** {@code sell refund, 15 min}. */
  public static String duty(Duty duty) {
    return duty.scopes().isEmpty()
        ? "nothing"
        : Scope.words(duty.scopes()) + ", " + minutes(duty.life());
  }

  /** {@code ana (Ana): refund}. */
  public static String person(Staff person) {
    String scopes = person.scopes().isEmpty() ? "nothing more" : Scope.words(person.scopes());
    return person.id() + " (" + person.name() + "): " + scopes;
  }

  private static String minutes(Duration life) {
    return life.toSeconds() % 60 == 0 ? life.toMinutes() + " min" : life.toSeconds() + " s";
  }
}
