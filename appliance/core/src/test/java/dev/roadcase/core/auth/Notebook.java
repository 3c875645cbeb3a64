package dev.roadcase.core.auth;

import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Hlc;
import dev.roadcase.core.fact.Machine;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes decisions down as a box does, and can read them to another machine afterwards. */
final class Notebook {
  private static final long BEGIN = 1_795_000_000_000L;

  String boot = "boot-1";

  /** What is known of the time, beside the monotonic clock. */
  long loMillis = BEGIN;

  long hiMillis = BEGIN + 1_000;
  private long nanos = 1;
  private long p1;
  private final List<Entry> entries = new ArrayList<>();

  /** Time passes, and the box notices. */
  void pass(Duration time) {
    nanos += time.toNanos();
    loMillis += time.toMillis();
    hiMillis = hiMillis == Now.OPEN ? Now.OPEN : hiMillis + time.toMillis();
  }

  /** The power goes, and nobody knows for how long. */
  void reboot(String next) {
    boot = next;
    nanos = 1;
    hiMillis = Now.OPEN;
  }

  Now now() {
    return new Now(boot, nanos, loMillis, hiMillis, loMillis);
  }

  /** The last p1 sequence that was given out. */
  long p1() {
    return p1;
  }

  <O> O write(Decision<O> decision, Machine... machines) {
    for (FactBody body : decision.facts()) {
      Entry entry = entry(body);
      entries.add(entry);
      for (Machine machine : machines) {
        machine.apply(entry);
      }
    }
    for (Machine machine : machines) {
      machine.publish();
    }
    return decision.outcome();
  }

  /** Reads everything to a machine that has seen nothing. */
  <M extends Machine> M replayed(M machine) {
    entries.forEach(machine::apply);
    machine.publish();
    return machine;
  }

  private Entry entry(FactBody body) {
    long position = entries.size() + 1L;
    boolean inP1 = body.type().reach().deltaClass() == dev.roadcase.core.fact.DeltaClass.P1;
    Fact fact =
        new Fact(
            new KitId("kit-1"),
            new Incarnation("0123456789abcdef"),
            position,
            Hash.NONE,
            inP1 ? ++p1 : 0,
            "c",
            now(),
            Hlc.ZERO,
            Mode.LIVE,
            body);
    return new Entry(position, fact, new byte[0], Hash.NONE);
  }
}
