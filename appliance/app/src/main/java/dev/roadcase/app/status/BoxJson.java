package dev.roadcase.app.status;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.disk.Room;
import dev.roadcase.app.problem.SetBackWords;
import dev.roadcase.app.uplink.UplinkStats;
import dev.roadcase.core.departure.ExportFact.BooksExported;
import dev.roadcase.core.departure.Exports;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.ledger.Ledger;
import dev.roadcase.core.link.LinkFact.LinkChanged;
import dev.roadcase.core.link.LinkState;
import dev.roadcase.core.queue.Outbox;
import dev.roadcase.drivers.port.Reading;
import dev.roadcase.drivers.power.PowerReading;
import dev.roadcase.wire.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /box}, as the contract has it. */
public final class BoxJson {
  private final BoxStatus status;

  public BoxJson(BoxStatus status) {
    this.status = status;
  }

  public ObjectNode write() {
    Now now = status.now();
    Box box = status.box();
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("kit", box.identity().kit().value());
    node.put("fleet", box.identity().fleet().value());
    node.put("incarnation", box.identity().incarnation().value());
    node.put("mode", box.identity().mode().word());
    node.put("release", Release.VERSION);
    box.catalogue()
        .published()
        .ifPresent(pack ->
            node.putObject("pack")
                .put("show", pack.show())
                .put("version", pack.version())
                .put("id", pack.id().hex())
                .put("nextRefused", status.refusedPack().orElse(null)));
    answer(node.putObject("selling"), status.notSelling().stream().map(NotSelling::words).toList());
    setBack(node);
    power(node.putObject("power"));
    link(node.putObject("link"), now);
    queue(node.putObject("queue"));
    clock(node.putObject("clock"), now, status.clockContradiction());
    sales(node.putObject("sales"));
    copies(node.putObject("copies"));
    revocations(node.putObject("revocations"), status.revocations());
    answer(node.putObject("unplug"), Departure.reasons(status.unplug()));
    answer(node.putObject("strike"), Departure.reasons(status.strike()));
    exported(node);
    node.put("freeBytes", status.freeBytes());
    disk(node.putObject("disk"));
    return node;
  }

  /** What upstream has that this folder has not: null as long as nothing is known. */
  private void setBack(ObjectNode node) {
    status
        .setBack()
        .ifPresentOrElse(
            found ->
                node.putObject("setBack")
                    .put("class", found.deltaClass().word())
                    .put("upstream", found.upstream())
                    .put("here", found.here())
                    .put("doubtful", found.doubtful())
                    .put("says", SetBackWords.evidence(found))
                    .put("do", SetBackWords.TO_DO),
            () -> node.putNull("setBack"));
  }

  /** The last export of the books: null when there was none. */
  private void exported(ObjectNode node) {
    Exports.State exports = status.box().exports().state();
    BooksExported books = exports.last();
    Now at = exports.at();
    if (books == null || at == null) {
      node.putNull("exported");
    } else {
      node.putObject("exported")
          .put("at", at.wall())
          .put("position", books.position())
          .put("p0", books.p0())
          .put("p1", books.p1())
          .put("ownDisk", books.ownDisk());
    }
  }

  private void disk(ObjectNode node) {
    Room room = status.room();
    node.put("room", room.level().word());
    node.put("freeBytes", room.usable());
    node.put("lowWaterBytes", room.lowWater());
    node.put("reserveBytes", room.reserveBytes());
    node.put("reservedBytes", room.reserved());
  }

  private void power(ObjectNode node) {
    node.put("board", status.powerDriver().word());
    node.put("simulated", status.simulated());
    switch (status.power()) {
      case Reading.Known<PowerReading>(PowerReading reading) -> {
        node.put("known", true);
        node.put("mains", reading.mains());
        node.put("percent", reading.percent());
        node.put("volts", Math.round(reading.volts() * 100) / 100.0);
        node.put("watts", Math.round(reading.watts() * 10) / 10.0);
        if (reading.minutesToEmpty().isPresent()) {
          node.put("minutesLeft", reading.minutesToEmpty().getAsInt());
        } else {
          node.putNull("minutesLeft");
        }
      }
      case Reading.Unknown<PowerReading>(String why) -> node.put("known", false).put("why", why);
    }
  }

  private void link(ObjectNode node, Now now) {
    LinkChanged last = status.box().link().state().last();
    node.put("state", status.link().word());
    node.put("alone", status.link() == LinkState.STANDS_ALONE);
    node.put("reachable", status.upstreamAnswers());
    node.put("via", last == null ? "none" : last.via());
    seconds(node, "lastingSeconds", status.box().link().state().lasting(now));
    seconds(node, "lastAckSeconds", status.lastAckAge());
    status
        .stats()
        .ifPresent(s -> {
          node.put("connections", s.connections());
          node.put("windowBytes", s.queue().window());
          node.put("inFlightBytes", s.queue().inFlight());
          node.put("roundTripMs", s.queue().roundTripNanos() / 1_000_000);
          node.put("resent", s.queue().resent());
          node.put("unsendable", s.unsendable());
          node.put("lastTrouble", s.lastTrouble());
          ObjectNode refused = node.putObject("refusedAcks");
          s.refusedAcks().forEach((why, count) -> refused.put(why.word(), count));
        });
  }

  private void queue(ObjectNode node) {
    for (DeltaClass deltaClass : DeltaClass.values()) {
      Outbox.Progress progress = status.box().outbox().published(deltaClass);
      node.putObject(deltaClass.word())
          .put("highest", progress.highest())
          .put("acknowledged", progress.acked().size())
          .put("dead", progress.belief().dead().size())
          .put("shed", progress.shed().size())
          .put("waiting", progress.waiting().size());
    }
    ObjectNode lanes = node.putObject("lanes");
    status
        .stats()
        .map(UplinkStats::queue)
        .ifPresent(queue ->
            queue
                .lanes()
                .forEach((lane, reading) ->
                    lanes.put(lane.name().toLowerCase(Locale.ROOT), reading.count())));
  }

  private static void clock(ObjectNode node, Now now, Optional<String> contradiction) {
    node.put("sure", now.sure());
    node.put("lo", now.lo());
    if (now.hi() == Now.OPEN) {
      node.putNull("hi");
    } else {
      node.put("hi", now.hi());
    }
    node.put("wall", now.wall());
    contradiction.ifPresent(how -> node.put("contradiction", how));
  }

  private void sales(ObjectNode node) {
    Ledger.Totals totals = status.box().ledger().published();
    node.put("sales", totals.sales());
    node.put("taken", totals.taken());
    node.put("refunds", totals.refunds());
    node.put("refunded", totals.refunded());
    node.put(
        "devices", status.box().devices().published().stream().filter(d -> !d.revoked()).count());
  }

  /** Of the money facts, how many stand where. */
  private void copies(ObjectNode node) {
    Outbox.Progress money = status.box().outbox().published(DeltaClass.P0);
    node.put("boxOnly", money.waiting().size());
    node.put("peers", 0);
    node.put("upstream", money.acked().size());
  }

  /** Bounds are rounded up: none is shown too short. */
  private static void revocations(ObjectNode node, RevocationNews news) {
    node.put("knownSeconds", news.age().toSeconds());
    node.putObject("allowed")
        .put("fromSeconds", news.row().age().toSeconds())
        .put("floorPercent", news.row().floorPercent())
        .put("refunds", news.row().highRisk())
        .put("redeem", news.row().redeem());
    node.put("elsewhereSeconds", news.elsewhere().plusNanos(999_999_999).toSeconds());
    node.putObject("tokens").put("list", news.list().number()).put("dead", news.list().dead());
    if (news.keys().isPresent()) {
      RevocationNews.KeyList keys = news.keys().get();
      node.putObject("keys")
          .put("list", keys.number())
          .put("revoked", keys.keys())
          .put("issued", keys.issued())
          .put("ageSeconds", keys.age().toSeconds());
    } else {
      node.putNull("keys");
    }
  }

  private static void answer(ObjectNode node, List<String> reasons) {
    node.put("yes", reasons.isEmpty());
    ArrayNode why = node.putArray("why");
    reasons.forEach(why::add);
  }

  private static void seconds(ObjectNode node, String name, Optional<Duration> value) {
    if (value.isPresent()) {
      node.put(name, value.get().toSeconds());
    } else {
      node.putNull(name);
    }
  }
}
