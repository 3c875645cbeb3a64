package dev.roadcase.tests.simulation;

import static dev.roadcase.tests.simulation.Timeline.MILLI;
import static dev.roadcase.tests.simulation.Timeline.SECOND;

import dev.roadcase.core.auth.Claim;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.tests.simulation.Door.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Promise 5: who was put out stays out, whatever happens to the box; a token ends with its life, or
 * with its epoch; and nobody else is sent away. A token that was shown is known (promise 1).
 *
 * <p>It knows what tills were given and were let in for, what upstream's database holds, what the
 * crew asked for and was answered, and when the link stood. Times are the world's; of the box's own
 * it takes what it wrote down, and what it cannot have failed to notice.
 */
final class DeadIsDead {
  /** As documented, and not as the code has it. */
  private static final long GRACE = 30 * SECOND;

  private static final long STABLE = 60 * SECOND;

  /** Milliseconds after its end in which a token's place is not given away. */
  private static final long REST = 300_000;

  /** What was asked while the session stood may be decided a moment after its end. */
  private static final long MEANWHILE = 2 * SECOND;

  private static final double DRIFT = 200e-6;

  /** An epoch began, by the world's clock. */
  private record Epoch(String boot, long at) {}

  private record Session(long from, long to) {}

  private static final class Kit {
    final List<Session> sessions = new ArrayList<>();
    final List<Pass> shown = new ArrayList<>();
    final List<Epoch> epochs = new ArrayList<>();
    final Map<String, Long> bootedAt = new HashMap<>();
    String boot = "";
    boolean connected;
    long since;
    long read;
    int spells;
    boolean issuedInThisSpell;
    long arrivedLo;
    long lo;
    long loAt;
  }

  private final Timeline timeline;
  private final Tally tally;
  private final Map<String, Kit> kits = new LinkedHashMap<>();
  private final Set<String> askedOut = new LinkedHashSet<>();
  private final Set<String> out = new LinkedHashSet<>();
  private final Set<String> upstream = new LinkedHashSet<>();
  private final Set<String> forgers = new LinkedHashSet<>();

  DeadIsDead(Timeline timeline, Tally tally) {
    this.timeline = timeline;
    this.tally = tally;
  }

  void booted(String name, String boot) {
    Kit kit = kit(name);
    kit.boot = boot;
    kit.bootedAt.put(boot, timeline.now());
  }

  /** The doors open again: what the box knows of the time is what it had written down. */
  void restarted(String name, Predicate<Pass> known, long calendar) {
    Kit kit = kit(name);
    kit.lo = kit.arrivedLo;
    kit.loAt = timeline.now();
    for (Pass pass : kit.shown) {
      if (!longOver(kit, pass, calendar) && !known.test(pass)) {
        throw new Broken(
            Promise.SHOWN_IS_KEPT, "%s was shown, and %s does not know it any more", pass, name);
      }
    }
  }

  /** A clock that somebody keeps said so, and the box looked at it. */
  void timeKnown(String name, long calendar) {
    atLeast(kit(name), calendar - 1_000);
  }

  void connected(String name) {
    Kit kit = kit(name);
    kit.connected = true;
    kit.since = timeline.now();
  }

  void disconnected(String name) {
    Kit kit = kit(name);
    if (kit.connected) {
      kit.connected = false;
      kit.sessions.add(new Session(kit.since, timeline.now()));
      kit.since = timeline.now();
      kit.issuedInThisSpell = false;
    }
  }

  /** The box has answered with a token; whether it ever reaches the till is another matter. */
  Pass minted(String name, long asked, String boot, Claim claim, Duration life) {
    Kit kit = kit(name);
    Pass.Line line =
        kit.since > asked ? Pass.Line.CHANGED : kit.connected ? Pass.Line.UP : Pass.Line.DOWN;
    Pass pass = new Pass(name, boot, asked, timeline.now(), line, claim, life);
    boolean even = claim.generation() % 2 == 0;
    if (even != (line == Pass.Line.UP) && line != Pass.Line.CHANGED) {
      throw broken("%s was minted by %s while the link was %s", pass, name, line);
    }
    return pass;
  }

  /** A till has it. */
  void shown(Pass pass) {
    tally.tokens++;
    kit(pass.kit()).shown.add(pass);
  }

  /** Somebody who has the key of a device that was put out before asked for a token. */
  void given(String device, boolean granted) {
    if (granted) {
      throw broken("%s was put out, and was given a token", device);
    }
  }

  boolean isOut(String whom) {
    return out.contains(whom);
  }

  /** {@code whom}: a device, or a {@link Pass#place}. It may have been done from now on. */
  void putOutAsked(String whom) {
    askedOut.add(whom);
  }

  /** It has been done. */
  void putOut(String whom) {
    tally.putOut += out.add(whom) ? 1 : 0;
  }

  /** The box takes a device that was let in for nobody, or for one who may not act. */
  void notPaired(String name, String device) {
    if (!askedOut.contains(device) && !forgers.contains(device)) {
      throw new Broken(Promise.SHOWN_IS_KEPT, "%s has forgotten the till %s", name, device);
    }
  }

  /** It has signed two things under one number. */
  void forged(String device) {
    forgers.add(device);
  }

  /** Upstream has it in its database. */
  void arrived(String name, Arrival.Stamp stamp) {
    Kit kit = kit(name);
    kit.arrivedLo = Math.max(kit.arrivedLo, stamp.lo());
    atLeast(kit, stamp.lo());
    stamp.token().ifPresent(t -> upstream.add(Pass.place(name, t.subject(), t.index(), t.gen())));
  }

  /** It is in the journal, at {@code position}; heard when it happens, or after a restart. */
  void written(String name, long position, Arrival.Stamp stamp, boolean late) {
    Kit kit = kit(name);
    if (position <= kit.read) {
      return;
    }
    kit.read = position;
    if (stamp.token().isPresent() && stamp.token().get().gen() % 2 != 0) {
      kit.spells += kit.issuedInThisSpell ? 0 : 1;
      kit.issuedInThisSpell = true;
    }
    if (stamp.beginsEpoch()) {
      long at = kit.bootedAt.getOrDefault(stamp.boot(), 0L) + stamp.monotonic();
      began(name, kit, new Epoch(stamp.boot(), at), late);
    }
  }

  private void began(String name, Kit kit, Epoch epoch, boolean late) {
    tally.epochs++;
    kit.epochs.add(epoch);
    for (Pass pass : kit.shown) {
      boolean offline = pass.line() == Pass.Line.DOWN && pass.answered() < epoch.at();
      if (offline && !upstream.contains(pass.place())) {
        throw broken("an epoch of %s began before upstream heard of %s", name, pass);
      }
    }
    if (!late && !hadStood(kit, epoch.at())) {
      throw broken("an epoch of %s began before the session had stood for a minute", name);
    }
    if (kit.epochs.size() > kit.spells) {
      throw broken(
          "%s is in epoch %d after %d offline spells with an issuance",
          name, kit.epochs.size(), kit.spells);
    }
  }

  private static boolean hadStood(Kit kit, long at) {
    return (kit.connected && at - kit.since >= STABLE)
        || kit.sessions.stream().anyMatch(s -> at - s.from() >= STABLE && at - s.to() < MEANWHILE);
  }

  void atTheDoor(String name, Pass pass, Scope scope, Word word, long calendar) {
    Kit kit = kit(name);
    if (word == Word.IN) {
      mayComeIn(name, kit, pass);
    } else {
      tally.turnedAway++;
      Optional<String> wrong = whyNotTurnedAway(kit, pass, scope, word, calendar);
      if (wrong.isPresent()) {
        throw new Broken(
            word == Word.NOT_PAIRED || word == Word.UNKNOWN
                ? Promise.SHOWN_IS_KEPT
                : Promise.DEAD_IS_DEAD,
            "%s was turned away by %s as %s: %s",
            pass,
            name,
            word,
            wrong.get());
      }
    }
  }

  private void mayComeIn(String name, Kit kit, Pass pass) {
    long now = timeline.now();
    if (out.contains(pass.device()) || out.contains(pass.place())) {
      throw broken("%s let in %s, which was revoked", name, pass);
    }
    if (pass.boot().equals(kit.boot)) {
      if (now - pass.answered() > pass.life().toNanos()) {
        throw broken(
            "%s let in %s, %d ms after its end by its own running time",
            name, pass, (now - pass.answered() - pass.life().toNanos()) / MILLI);
      }
    } else if (pass.claim().expires() * 1000 < lo(kit)) {
      throw broken("%s let in %s though it knows that its end has passed", name, pass);
    }
    if (pass.line() == Pass.Line.DOWN) {
      for (Epoch epoch : kit.epochs) {
        if (pass.answered() < epoch.at() && now - epoch.at() > GRACE) {
          throw broken(
              "%s let in %s, minted offline, %d ms after its epoch was completed",
              name, pass, (now - epoch.at()) / MILLI);
        }
      }
    }
  }

  /** Nothing when it is right that it does not come in. */
  private Optional<String> whyNotTurnedAway(
      Kit kit, Pass pass, Scope scope, Word word, long calendar) {
    long now = timeline.now();
    boolean sameBoot = pass.boot().equals(kit.boot);
    boolean asked = askedOut.contains(pass.device()) || askedOut.contains(pass.place());
    return switch (word) {
      case IN -> Optional.empty();
      case NOT_PAIRED -> unless(askedOut.contains(pass.device()), "nobody put the device out");
      case REVOKED -> unless(asked, "nobody revoked it");
      case SUSPENDED -> unless(forgers.contains(pass.device()), "it never used a number twice");
      case UNKNOWN -> unless(longOver(kit, pass, calendar), "it was given out here");
      case UNSURE ->
          unless(!sameBoot && scope.risk() == Scope.Risk.HIGH, "there is nothing to be unsure of");
      case EXPIRED ->
          unless(
              sameBoot
                  ? now - pass.asked() > pass.life().toNanos()
                  : calendar > pass.claim().expires() * 1000,
              "it lives");
      case SUPERSEDED ->
          unless(
              pass.line() != Pass.Line.UP
                  && kit.epochs.stream()
                      .anyMatch(e ->
                          e.at() >= pass.asked()
                              && (now - e.at() >= GRACE || !e.boot().equals(kit.boot))),
              "its epoch goes on");
    };
  }

  private static Optional<String> unless(boolean right, String why) {
    return right ? Optional.empty() : Optional.of(why);
  }

  private boolean longOver(Kit kit, Pass pass, long calendar) {
    return pass.boot().equals(kit.boot)
        ? timeline.now() - pass.asked() > pass.life().toNanos() + REST * MILLI
        : calendar > pass.claim().expires() * 1000 + REST;
  }

  private void atLeast(Kit kit, long lo) {
    if (lo > lo(kit)) {
      kit.lo = lo;
      kit.loAt = timeline.now();
    }
  }

  /** What the box cannot but know: it is no earlier. */
  private long lo(Kit kit) {
    return kit.lo + (long) ((timeline.now() - kit.loAt) / MILLI * (1 - DRIFT)) - 2;
  }

  private static Broken broken(String how, Object... arguments) {
    return new Broken(Promise.DEAD_IS_DEAD, how, arguments);
  }

  private Kit kit(String name) {
    return kits.computeIfAbsent(name, n -> new Kit());
  }
}
