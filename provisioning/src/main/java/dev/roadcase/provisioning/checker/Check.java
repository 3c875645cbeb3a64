package dev.roadcase.provisioning.checker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds the evidence against the promises. Pure: the same evidence gives the same verdicts. */
final class Check {
  /** The item that the whole site may sell twenty of, whatever happens. */
  static final String RARE_SKU = "TESTPRESS-20";

  static final int RARE_RIGHT = 20;

  private static final long REVOKED_WITHIN_MILLIS = 5_000;
  private static final long REFUND_LIMIT_MILLIS = 2_000;

  /**
   * On a machine that is slow for all of it alike, a refund may take so much of the time in which
   * the waiting money goes upstream: a day passes by what overtakes what, and not by its hardware.
   */
  private static final double REFUND_SHARE_OF_TIME = 0.25;

  /** So much of what was waiting may be upstream before a refund: what was on its way by then. */
  private static final double REFUND_SHARE_OF_WAITING = 0.05;

  /** With less than this waiting, a refund that goes first shows nothing. */
  static final long MONEY_WAITING_MIN = 1_000;

  static final long READINGS_WAITING_MIN = 20_000;

  /** How long the box may show a dead link as alive: keep-alive and stall detection together. */
  private static final long BLIND_LIMIT_MILLIS = 15_000;

  private final Evidence evidence;
  private final Set<String> readableAtBox;
  private final Map<String, Evidence.Shown> byReceipt = new HashMap<>();
  private final Set<String> upstream = new HashSet<>();

  /**
   * A check of one day.
   *
   * @param readableAtBox receipts that the box still answers for, asked after the day
   */
  Check(Evidence evidence, Set<String> readableAtBox) {
    this.evidence = evidence;
    this.readableAtBox = readableAtBox;
    evidence.shown().forEach(s -> byReceipt.put(s.receipt(), s));
    evidence.upstreamSales().forEach(s -> upstream.add(s.receipt()));
  }

  List<Verdict> verdicts() {
    return List.of(
        shownIsKept(),
        onceIsOnce(),
        neverOversold(),
        moneyFirst(),
        deadIsDead(),
        saysWhatItKnows(),
        Verdict.notExercised(7, "the mains came back before the battery ran low"),
        noCallHome());
  }

  /** Shown to a device, and not upstream. */
  long lost() {
    return byReceipt.keySet().stream().filter(r -> !upstream.contains(r)).count();
  }

  /**
   * Ledger entries beyond the first for one sale of a device, and devices shown two receipts for
   * one.
   */
  long duplicated() {
    Map<String, Set<String>> bySale = new HashMap<>();
    evidence.upstreamSales().forEach(s -> receiptsOf(bySale, s.device(), s.seq()).add(s.receipt()));
    evidence.shown().forEach(s -> receiptsOf(bySale, s.device(), s.seq()).add(s.receipt()));
    long twice = bySale.values().stream().mapToLong(receipts -> receipts.size() - 1L).sum();
    return twice + (evidence.upstreamSales().size() - upstream.size());
  }

  /** A device that was blocked is refused within five seconds, and was answered before. */
  private Verdict deadIsDead() {
    Map<String, Long> revoked = new HashMap<>();
    for (JsonNode line : evidence.watched()) {
      if (line.path("done").asText().equals("revoked")) {
        revoked.put(line.path("device").asText(), line.path("at").asLong());
      }
    }
    long before = 0;
    long refused = 0;
    long refusedLate = 0;
    long late = 0;
    for (Evidence.Knock knock : evidence.knocks()) {
      Long since = revoked.get(knock.device());
      if (since == null) {
        continue;
      }
      boolean answered = knock.status() / 100 == 2;
      boolean afterTheBound = knock.at() > since + REVOKED_WITHIN_MILLIS;
      if (answered && knock.at() < since) {
        before++;
      }
      if (!answered) {
        refused++;
      }
      if (afterTheBound) {
        late += answered ? 1 : 0;
        refusedLate += answered ? 0 : 1;
      }
    }
    if (before == 0 || refusedLate + late == 0) {
      return Verdict.notExercised(5, "no device that had been answered was blocked and came back");
    }
    return Verdict.of(
        5,
        late == 0,
        "blocked with the link down; answered %d times before, refused %d times after, answered %d times later than 5 s"
            .formatted(before, refused, late));
  }

  private static boolean same(Evidence.Shown shown, Evidence.UpstreamSale sale) {
    return shown.total() == sale.total()
        && shown.goods().equals(sale.goods())
        && shown.device().equals(sale.device())
        && shown.seq() == sale.seq();
  }

  private Optional<Evidence.Shown> shown(String receipt) {
    return Optional.ofNullable(byReceipt.get(receipt));
  }

  private static Set<String> receiptsOf(Map<String, Set<String>> all, String device, long seq) {
    return all.computeIfAbsent(device + "/" + seq, key -> new HashSet<>());
  }

  private Verdict shownIsKept() {
    long notAtBox = byReceipt.keySet().stream().filter(r -> !readableAtBox.contains(r)).count();
    long killed = at("killed");
    long before = evidence.shown().stream().filter(s -> s.at() < killed).count();
    long altered =
        evidence.upstreamSales().stream()
            .filter(s -> shown(s.receipt()).filter(t -> !same(t, s)).isPresent())
            .count();
    boolean exercised = killed > 0 && before > 0 && before < evidence.shown().size();
    return Verdict.of(
        1,
        exercised && lost() == 0 && notAtBox == 0 && altered == 0,
        "%,d receipts shown, %,d of them before a kill -9; %,d missing at the box, %,d upstream, %,d altered"
            .formatted(evidence.shown().size(), before, notAtBox, lost(), altered));
  }

  private Verdict onceIsOnce() {
    long wrong =
        evidence.again().stream()
            .filter(a -> a.status() != 200 || !a.receipt().equals(a.answered()))
            .count();
    long killed = at("killed");
    long across =
        evidence.again().stream()
            .filter(a -> a.at() > killed)
            .filter(a -> shown(a.receipt()).filter(s -> s.at() < killed).isPresent())
            .count();
    boolean exercised = evidence.again().size() >= 100 && across > 0;
    return Verdict.of(
        2,
        exercised && wrong == 0 && duplicated() == 0,
        "%,d retries, %,d of them across the kill: %,d answered otherwise; %,d duplicated; %,d deltas came twice on the wire and count once"
            .formatted(
                evidence.again().size(), across, wrong, duplicated(), evidence.wireDuplicates()));
  }

  private Verdict neverOversold() {
    long soldMilli = evidence.upstreamSales().stream().mapToLong(s -> s.milliOf(RARE_SKU)).sum();
    long sold = (soldMilli + 999) / 1000;
    long shown =
        evidence.shown().stream().filter(s -> s.goods().equals(RARE_SKU + "*1000")).count();
    long refused =
        evidence.refused().stream()
            .filter(r -> r.sku().equals(RARE_SKU) && r.problem().equals("sold-out"))
            .count();
    return Verdict.of(
        3,
        sold <= RARE_RIGHT && shown == RARE_RIGHT && refused >= 50,
        "%d of %d sold, %d refused".formatted(sold, RARE_RIGHT, refused));
  }

  private Verdict moneyFirst() {
    long linkUp = at("link-up");
    List<Evidence.Refund> afterLinkUp =
        evidence.refunds().stream().filter(r -> r.at() >= linkUp).toList();
    List<Long> waits = new ArrayList<>();
    for (Evidence.Refund refund : afterLinkUp) {
      Long received = evidence.upstreamRefunds().get(refund.receipt());
      waits.add(received == null ? Long.MAX_VALUE : received - refund.at());
    }
    long worst = waits.stream().mapToLong(Long::longValue).max().orElse(Long.MAX_VALUE);
    long waiting =
        evidence.watched().stream().mapToLong(w -> w.path("waiting").asLong(0)).max().orElse(0);
    long moneyWaiting =
        evidence.watched().stream()
            .mapToLong(w -> w.path("moneyWaiting").asLong(0))
            .max()
            .orElse(0);
    long lastMoney = last("p0");
    long lastTelemetry = last("p3");
    long telemetry = evidence.arrivals().stream().filter(a -> a.deltaClass().equals("p3")).count();
    boolean inTime =
        afterLinkUp.stream().allMatch(refund -> inTime(refund, lastMoney, moneyWaiting + waiting));
    boolean exercised =
        linkUp > 0 && moneyWaiting >= MONEY_WAITING_MIN && waiting >= READINGS_WAITING_MIN;
    boolean oneToOne = evidence.upstreamRefunds().size() == evidence.refunds().size();
    return Verdict.of(
        4,
        exercised
            && oneToOne
            && !waits.isEmpty()
            && inTime
            && lastMoney <= lastTelemetry
            && telemetry >= evidence.readings() - shedRows(),
        "%d refund(s) at the link's return, upstream after %s ms with %,d sales and %,d readings waiting; all money upstream %,d ms before the last reading"
            .formatted(
                waits.size(),
                worst == Long.MAX_VALUE ? "no" : Long.toString(worst),
                moneyWaiting,
                waiting,
                lastTelemetry - lastMoney));
  }

  private boolean inTime(Evidence.Refund refund, long lastMoney, long waiting) {
    Long received = evidence.upstreamRefunds().get(refund.receipt());
    if (received == null) {
      return false;
    }
    double limit = Math.max(REFUND_LIMIT_MILLIS, (lastMoney - refund.at()) * REFUND_SHARE_OF_TIME);
    long before =
        evidence.arrivals().stream().filter(a -> a.at() > refund.at() && a.at() < received).count();
    return received - refund.at() <= limit && before <= waiting * REFUND_SHARE_OF_WAITING;
  }

  private Verdict saysWhatItKnows() {
    long silent = at("link-silent");
    long noticed =
        evidence.watched().stream()
            .filter(w -> w.path("at").asLong() > silent && w.has("box"))
            .filter(w -> !w.path("box").path("link").path("reachable").asBoolean(true))
            .mapToLong(w -> w.path("at").asLong())
            .min()
            .orElse(Long.MAX_VALUE);
    long mainsGone =
        evidence.watched().stream()
            .filter(w -> w.path("box").path("power").path("mains").isBoolean())
            .filter(w -> !w.path("box").path("power").path("mains").asBoolean())
            .count();
    boolean mainsBack =
        evidence.watched().stream()
            .filter(w -> w.path("box").path("power").path("mains").isBoolean())
            .reduce((first, second) -> second)
            .filter(w -> w.path("box").path("power").path("mains").asBoolean())
            .isPresent();
    long gaps = gaps();
    boolean saw = noticed != Long.MAX_VALUE && noticed - silent <= BLIND_LIMIT_MILLIS;
    return Verdict.of(
        6,
        saw
            && mainsGone > 0
            && mainsBack
            && gaps == 0
            && evidence.liveRows() == 0
            && evidence.deadLetters() == 0,
        "a silent link shown after %s ms; mains lost in %d of its answers, and back; %,d sequences missing and not in the loss ledger; %d of these facts in the live ledger"
            .formatted(
                noticed == Long.MAX_VALUE ? "no" : Long.toString(noticed - silent),
                mainsGone,
                gaps,
                evidence.liveRows()));
  }

  private Verdict noCallHome() {
    long looks = evidence.watched().stream().filter(w -> w.has("peers")).count();
    Set<String> strangers = new HashSet<>();
    evidence
        .watched()
        .forEach(w ->
            w.path("peers")
                .forEach(peer -> {
                  if (!peer.asText().startsWith("127.") && !peer.asText().equals("::1")) {
                    strangers.add(peer.asText());
                  }
                }));
    return Verdict.of(
        8,
        looks > 0 && strangers.isEmpty(),
        "%d looks at the box's sockets, %d to anywhere but this machine%s"
            .formatted(looks, strangers.size(), strangers.isEmpty() ? "" : ": " + strangers));
  }

  /** Sequences between 1 and the highest of a class that upstream neither holds nor was told of. */
  private long gaps() {
    long missing = 0;
    for (Map.Entry<String, List<Long>> entry : evidence.deltas().entrySet()) {
      List<Long> seqs = entry.getValue();
      long highest = seqs.get(seqs.size() - 1);
      missing += highest - new HashSet<>(seqs).size();
      if (entry.getKey().endsWith("/p3")) {
        missing -= shedRows();
      }
    }
    return missing;
  }

  private long shedRows() {
    return evidence.shed().stream().mapToLong(range -> range[1] - range[0] + 1).sum();
  }

  private long last(String deltaClass) {
    return evidence.arrivals().stream()
        .filter(a -> a.deltaClass().equals(deltaClass))
        .mapToLong(Evidence.Arrival::at)
        .max()
        .orElse(0);
  }

  /** When something was done to the site; 0 when it was not. */
  long at(String done) {
    return evidence.watched().stream()
        .filter(w -> w.path("done").asText().equals(done))
        .mapToLong(w -> w.path("at").asLong())
        .findFirst()
        .orElse(0);
  }

  /** Milliseconds from the link's return to the first p0 delta upstream, -1 when there was none. */
  long firstMoneyAfterLinkUp() {
    long linkUp = at("link-up");
    return evidence.arrivals().stream()
        .filter(a -> a.deltaClass().equals("p0") && a.at() >= linkUp)
        .mapToLong(a -> a.at() - linkUp)
        .min()
        .orElse(-1);
  }
}
