package dev.roadcase.tests.simulation;

import static dev.roadcase.tests.simulation.Timeline.MILLI;
import static dev.roadcase.tests.simulation.Timeline.SECOND;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Promise 4: while the link is there, a refund that was shown stands upstream within the line's
 * bound, and so does a fresh sale, whatever else waits; and nothing that waits stands still.
 *
 * <p>The clock of a bound starts with the last of: the till's screen, the end of the last
 * disturbance, the connection. Where there is no connection, the box has {@link #WAY_BACK} to make
 * one. What stands before it in its own lane is given the time that the line needs for it.
 */
final class MoneyFirst {
  /** Without a connection: an attempt under way fails (5 s), a back-off ends (4 s). */
  private static final long WAY_BACK = 9 * SECOND;

  /** However little a class gets, something of it arrives within this. */
  private static final long STANDSTILL = 30 * SECOND;

  private static final long FRESH = 30 * SECOND;

  /** Bytes of a money fact, generously. */
  private static final long FACT = 2_000;

  private static final String MONEY = "money";
  private static final String REPORTS = "reports";
  private static final String READINGS = "readings";

  private record Waiting(long since, long ahead) {}

  private static final class Kit {
    final Map<String, Waiting> urgent = new LinkedHashMap<>();
    final Map<String, Waiting> fresh = new LinkedHashMap<>();
    final Map<String, Map<String, Long>> lanes = new LinkedHashMap<>();
    final Map<String, Long> movedAt = new LinkedHashMap<>();
    boolean up;
    boolean connected;
    long calmSince;
    long connectedSince;
    long disconnectedSince;
    final Set<String> excused = new LinkedHashSet<>();
    final Set<Long> readingsHere = new LinkedHashSet<>();

    Map<String, Long> lane(String name) {
      return lanes.computeIfAbsent(name, n -> new LinkedHashMap<>());
    }
  }

  private final Timeline timeline;
  private final Scenario scenario;
  private final Tally tally;
  private final Map<String, Kit> kits = new LinkedHashMap<>();

  MoneyFirst(Timeline timeline, Scenario scenario, Tally tally) {
    this.timeline = timeline;
    this.scenario = scenario;
    this.tally = tally;
  }

  void shown(String name, Paper paper) {
    Kit kit = kit(name);
    long now = timeline.now();
    if (kit.excused.contains(MONEY + paper.receipt())) {
      return;
    }
    long young = young(kit, now);
    kit.lane(MONEY).put(paper.receipt(), now);
    if (paper.isRefund()) {
      kit.urgent.put(paper.receipt(), new Waiting(now, kit.urgent.size()));
    } else if (scenario.freshIsBounded() && kit.up && kit.calmSince <= paper.signedAt()) {
      // Signed before the last restart, it may be old to the box by now.
      kit.fresh.put(paper.receipt(), new Waiting(now, young + kit.urgent.size()));
    }
  }

  /** A number was refused as reused: the report of it has to come upstream. */
  void reported(String name, String place) {
    Kit kit = kit(name);
    if (!kit.excused.contains(REPORTS + place)) {
      kit.lane(REPORTS).putIfAbsent(place, timeline.now());
    }
  }

  void readingsShown(String name, long from, long to) {
    Kit kit = kit(name);
    for (long seq = from; seq <= to; seq++) {
      if (!kit.readingsHere.contains(seq) && !kit.excused.contains(READINGS + seq)) {
        kit.lane(READINGS).put("" + seq, timeline.now());
      }
    }
  }

  void moneyArrived(String name, String receipt) {
    Kit kit = kit(name);
    long now = timeline.now();
    moved(kit, MONEY, receipt);
    Waiting urgent = kit.urgent.remove(receipt);
    if (urgent != null && urgent.ahead() == 0 && connectedAndCalm(kit, urgent.since())) {
      tally.urgentTimed++;
      tally.urgentMax = Math.max(tally.urgentMax, now - urgent.since());
    }
    Waiting fresh = kit.fresh.remove(receipt);
    if (fresh != null && fresh.ahead() == 0 && connectedAndCalm(kit, fresh.since())) {
      tally.freshTimed++;
      tally.freshMax = Math.max(tally.freshMax, now - fresh.since());
    }
  }

  void reportArrived(String name, String place) {
    moved(kit(name), REPORTS, place);
  }

  void readingArrived(String name, long seq) {
    Kit kit = kit(name);
    kit.readingsHere.add(seq);
    moved(kit, READINGS, "" + seq);
  }

  /**
   * No rule of the box is to blame for what the broker confirmed and lost: it is sent again after
   * 20 s of an ack that passes it by, or of silence that doubles. That it comes at all is looked at
   * in the end.
   */
  void moneyExcused(String name, String receipt) {
    Kit kit = kit(name);
    kit.urgent.remove(receipt);
    kit.fresh.remove(receipt);
    excused(kit, MONEY, receipt);
  }

  void reportExcused(String name, String place) {
    excused(kit(name), REPORTS, place);
  }

  void readingExcused(String name, long seq) {
    excused(kit(name), READINGS, "" + seq);
  }

  void disturbed(String name, long until) {
    Kit kit = kit(name);
    kit.calmSince = Math.max(kit.calmSince, until);
    kit.fresh.clear();
  }

  void connected(String name) {
    Kit kit = kit(name);
    kit.connected = true;
    kit.connectedSince = timeline.now();
  }

  void disconnected(String name) {
    Kit kit = kit(name);
    if (kit.connected) {
      kit.disconnectedSince = timeline.now();
    }
    kit.connected = false;
    kit.fresh.clear();
  }

  void up(String name, boolean now) {
    kit(name).up = now;
    disturbed(name, timeline.now());
  }

  /** After every event. */
  void check() {
    long now = timeline.now();
    kits.forEach((name, kit) -> {
      if (kit.up) {
        check(name, kit, now);
      }
    });
  }

  private void check(String name, Kit kit, long now) {
    if (!kit.urgent.isEmpty()) {
      Map.Entry<String, Waiting> first = kit.urgent.entrySet().iterator().next();
      bound("the refund", name, kit, first, now, scenario.line().urgentBound());
    }
    if (!kit.fresh.isEmpty()) {
      Map.Entry<String, Waiting> first = kit.fresh.entrySet().iterator().next();
      bound("the fresh sale", name, kit, first, now, scenario.line().freshBound());
    }
    kit.lanes.forEach((lane, waiting) -> {
      if (!waiting.isEmpty()) {
        long since =
            Math.max(waiting.values().iterator().next(), kit.movedAt.getOrDefault(lane, 0L));
        if (now - start(kit, since) > STANDSTILL) {
          throw new Broken(
              Promise.MONEY_FIRST,
              "%s: %d %s wait, and none came upstream for %d s of a calm link",
              name,
              waiting.size(),
              lane,
              STANDSTILL / SECOND);
        }
      }
    });
  }

  private void bound(
      String what, String name, Kit kit, Map.Entry<String, Waiting> one, long now, long most) {
    Waiting waiting = one.getValue();
    long bound = most + waiting.ahead() * FACT * SECOND / scenario.line().bytesPerSecond();
    if (now - start(kit, waiting.since()) > bound) {
      throw new Broken(
          Promise.MONEY_FIRST,
          "%s %s was shown by %s %d ms ago and is not upstream; %d ms are promised on this line",
          what,
          one.getKey(),
          name,
          (now - waiting.since()) / MILLI,
          bound / MILLI);
    }
  }

  /** From when on the line itself is all that something waits for. */
  private long start(Kit kit, long since) {
    long calm = Math.max(since, kit.calmSince);
    return kit.connected
        ? Math.max(calm, kit.connectedSince)
        : Math.max(calm, kit.disconnectedSince) + WAY_BACK + 8 * scenario.line().oneWay();
  }

  /** Sales that are younger than 30 s and have not come upstream: they share a lane. */
  private static long young(Kit kit, long now) {
    long count = 0;
    for (long since :
        ((LinkedHashMap<String, Long>) kit.lane(MONEY)).sequencedValues().reversed()) {
      if (now - since > FRESH + SECOND) {
        break;
      }
      count++;
    }
    return count;
  }

  private boolean connectedAndCalm(Kit kit, long since) {
    return kit.up && kit.connected && kit.calmSince <= since && kit.connectedSince <= since;
  }

  private static void excused(Kit kit, String lane, String what) {
    kit.excused.add(lane + what);
    kit.lane(lane).remove(what);
  }

  private void moved(Kit kit, String lane, String what) {
    kit.movedAt.put(lane, timeline.now());
    kit.lane(lane).remove(what);
  }

  private Kit kit(String name) {
    return kits.computeIfAbsent(name, n -> new Kit());
  }
}
