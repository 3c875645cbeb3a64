package dev.roadcase.tests.simulation;

import dev.roadcase.app.box.AuthCommand.Admit;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.Command;
import dev.roadcase.app.box.LifeCommand.Adopt;
import dev.roadcase.app.box.MeshCommand.PeerFacts;
import dev.roadcase.app.box.MeshCommand.TakePeerFacts;
import dev.roadcase.app.box.PeerOutcome;
import dev.roadcase.app.box.Prepared;
import dev.roadcase.app.box.SaleCommand.Sell;
import dev.roadcase.app.box.ShopCommand.ApplyPack;
import dev.roadcase.app.box.StockCommand.Count;
import dev.roadcase.app.journal.Snapshot;
import dev.roadcase.app.journal.Snapshots;
import dev.roadcase.core.fact.Chain;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.Origin;
import dev.roadcase.core.fact.PeerChains;
import dev.roadcase.core.fact.PeerFact;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.ledger.SaleOutcome;
import dev.roadcase.core.pack.CountReason;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.mesh.rights.CountOutcome;
import dev.roadcase.wire.fact.FactJson;
import dev.roadcase.wire.fact.SaleJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Three boxes of one site, each with its own rights and tills, that send each other their facts
 * over a radio which loses, repeats and reorders, are counted by their crews, killed and adopted
 * meanwhile. The machines and the codec are the real ones; the radio and the disks are played.
 *
 * <p>Checked after every step: what a box may sell, has sold, has to send and vouches for follows
 * from its own facts alone. In the end, when everything was heard: each box knows the rights and
 * the chain of each other as that box has them, and so does one that starts again from its disk.
 */
final class PeersWorld {
  private static final long BEGIN = 1_795_000_000_000L;
  private static final List<String> COUNTED = new ArrayList<>(Goods.FEW);

  static {
    COUNTED.add(Goods.COUNTED);
  }

  /** What happened, counted. */
  record Tally(
      int sold,
      int soldOut,
      int taken,
      int gaps,
      int refused,
      int kills,
      int adopted,
      int counted,
      int again) {
    Tally plus(Tally other) {
      return new Tally(
          sold + other.sold,
          soldOut + other.soldOut,
          taken + other.taken,
          gaps + other.gaps,
          refused + other.refused,
          kills + other.kills,
          adopted + other.adopted,
          counted + other.counted,
          again + other.again);
    }
  }

  /** A box with its disk, and what it has to have by the count of its tills. */
  private final class Stall {
    final KitId kit;
    final List<Entry> disk = new ArrayList<>();

    /** What lies on its shelf, by the count of its tills and its crew. */
    final Map<String, Long> shelf = new HashMap<>();

    final Map<String, Long> granted = new HashMap<>();
    final List<Count> forms = new ArrayList<>();
    final DeviceId till;
    Optional<Snapshot> snapshot = Optional.empty();
    Incarnation incarnation;
    Box box;
    int pack;
    int sales;
    long number;

    Stall(int index) {
      kit = new KitId("kit-" + index);
      incarnation = Incarnation.born(BEGIN, index);
      String x = "till-" + index + "-";
      PublicKey key = new PublicKey(x + "A".repeat(43 - x.length()), "B".repeat(43));
      till = DeviceId.of(key);
      box = begun();
      write(new Admit(key, Role.TILL, "till", ""));
      nextPack();
    }

    private Box begun() {
      Box fresh = new Box(new Box.Identity(Goods.FLEET, kit, incarnation, Mode.LIVE), codec);
      if (snapshot.isPresent()) {
        require(snapshots.restore(fresh, snapshot.get()), "the snapshot was of no use");
      }
      long from = fresh.heads().published().position();
      for (Entry entry : disk) {
        if (entry.position() > from) {
          fresh.replay(read(entry));
        }
      }
      fresh.publish();
      return fresh;
    }

    /** As it is read from a disk: from its bytes. */
    private Entry read(Entry entry) {
      return new Entry(
          entry.position(),
          entry.origin(),
          entry.origin() == Origin.OWN
              ? codec.decode(entry.bytes())
              : codec.decodePeer(entry.bytes()),
          entry.bytes(),
          Hash.of(entry.bytes()));
    }

    <O> O write(Command<O> command) {
      Prepared<O> prepared = box.decide(clock(), command);
      if (chance.nextInt(20) == 0) {
        // The commit fails, and is tried again.
        box.discard();
        prepared = box.decide(clock(), command);
      }
      disk.addAll(prepared.received());
      disk.addAll(prepared.entries());
      box.publish();
      return prepared.outcome();
    }

    void nextPack() {
      if (pack < goods.latest()) {
        pack++;
        write(new ApplyPack(goods.pack(pack), new byte[0]));
        Map<String, Long> allotted = Goods.allotted(goods.pack(pack).value());
        for (String sku : COUNTED) {
          long before = granted.getOrDefault(sku, 0L);
          long left = shelf.getOrDefault(sku, 0L);
          long more = Math.max(allotted.get(sku) - before, -left);
          granted.put(sku, before + more);
          shelf.put(sku, left + more);
        }
      }
    }

    /** The crew counts, with a form that it has just loaded. */
    void count() {
      String sku = COUNTED.get(chance.nextInt(COUNTED.size()));
      long left = shelf.get(sku);
      Count form =
          new Count(
              new Sku(sku),
              box.heads().published().position(),
              Quantity.pieces(left),
              Quantity.pieces(Math.max(0, left + chance.nextInt(7) - 3)),
              CountReason.RECOUNT);
      forms.add(form);
      while (chance.nextInt(3) == 0) {
        sell();
      }
      CountOutcome outcome = write(form);
      if (shelf.get(sku) == left) {
        require(outcome instanceof CountOutcome.Counted, kit + " does not take a crew's count");
        shelf.put(sku, form.counted().milli() / 1000);
        tally = tally.plus(new Tally(0, 0, 0, 0, 0, 0, 0, 1, 0));
      } else {
        require(
            outcome instanceof CountOutcome.Moved,
            kit + " puts back on the shelf what was sold while its crew counted");
      }
    }

    /** A form comes once more, from a browser that goes back. */
    void countAgain() {
      if (!forms.isEmpty()) {
        CountOutcome outcome = write(forms.get(chance.nextInt(forms.size())));
        require(!(outcome instanceof CountOutcome.Counted), kit + " counts the same form twice");
        tally = tally.plus(new Tally(0, 0, 0, 0, 0, 0, 0, 0, 1));
      }
    }

    void sell() {
      String sku =
          chance.nextInt(4) == 0 ? Goods.ENDLESS : COUNTED.get(chance.nextInt(COUNTED.size()));
      long pieces = 1 + chance.nextInt(3);
      Paper paper =
          Paper.sale(
              new DeviceSequence(till, ++number),
              false,
              goods.pack(pack).value(),
              Map.of(sku, pieces),
              0,
              dice);
      SaleOutcome outcome =
          write(new Sell(new Verified<>(SaleJson.journalledSale(paper.jws(dice)))));
      if (outcome instanceof SaleOutcome.Taken) {
        sales++;
        shelf.computeIfPresent(sku, (_, left) -> left - pieces);
        tally = tally.plus(new Tally(1, 0, 0, 0, 0, 0, 0, 0, 0));
      } else {
        number--;
        tally = tally.plus(new Tally(0, 1, 0, 0, 0, 0, 0, 0, 0));
      }
    }

    /** What leaves the box, in order. */
    List<PeerFact> site() {
      return disk.stream()
          .filter(entry -> entry.origin() == Origin.OWN && entry.fact().chain() == Chain.SITE)
          .map(entry ->
              new PeerFact(codec.decodePeer(entry.bytes()), entry.bytes(), Hash.of(entry.bytes())))
          .toList();
    }

    void kill() {
      if (chance.nextBoolean()) {
        snapshot = Optional.of(snapshots.whole(box));
      }
      box.decide(clock(), new Adopt(incarnation)); // and it never reached the disk
      box = begun();
      tally = tally.plus(new Tally(0, 0, 0, 0, 0, 1, 0, 0, 0));
    }

    void adopt() {
      Incarnation former = incarnation;
      incarnation = Incarnation.born(BEGIN + ++born, chance.nextInt());
      snapshot = Optional.empty();
      box = begun();
      write(new Adopt(former));
      tally = tally.plus(new Tally(0, 0, 0, 0, 0, 0, 1, 0, 0));
    }
  }

  private final Random chance;
  private final Dice dice;
  private final Goods goods;
  private final FactJson codec;
  private final Snapshots snapshots;
  private final List<Stall> stalls = new ArrayList<>();
  private Tally tally = new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0);
  private long millis = BEGIN;
  private long born;

  PeersWorld(long seed) {
    chance = new Random(seed);
    dice = new Dice(seed);
    goods = new Goods(dice.fork());
    codec = new FactJson(goods::byId);
    snapshots = new Snapshots(Mode.LIVE, goods::byId);
    for (int i = 1; i <= 3; i++) {
      stalls.add(new Stall(i));
    }
  }

  Tally run(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
      stalls.forEach(this::checkOwn);
    }
    for (Stall from : stalls) {
      for (Stall to : stalls) {
        if (from != to) {
          send(from, to, from.site());
        }
      }
    }
    stalls.forEach(this::checkOwn);
    stalls.forEach(this::checkPeers);
    for (Stall stall : stalls) {
      stall.snapshot = Optional.empty();
      stall.box = stall.begun();
      checkOwn(stall);
      checkPeers(stall);
    }
    return tally;
  }

  private void step() {
    Stall stall = stalls.get(chance.nextInt(stalls.size()));
    int what = chance.nextInt(100);
    if (what < 41) {
      stall.sell();
    } else if (what < 43) {
      stall.count();
    } else if (what < 45) {
      stall.countAgain();
    } else if (what < 90) {
      Stall other = stalls.get(chance.nextInt(stalls.size()));
      radio(stall, other);
    } else if (what < 94) {
      stall.kill();
    } else if (what < 96) {
      stall.nextPack();
    } else if (what < 97) {
      stall.adopt();
    } else {
      // A copy of a kit speaks to it in its own name, or a box that took its facts hands them back.
      refused(stall, send(stall, stall, stall.site()));
    }
  }

  /** Some of what one has, from somewhere on; parts are lost, come twice, or come late. */
  private void radio(Stall from, Stall to) {
    if (from == to) {
      return;
    }
    List<PeerFact> all = from.site();
    int begin = chance.nextInt(all.size());
    int end = begin + 1 + chance.nextInt(all.size() - begin);
    List<PeerFact> sent = new ArrayList<>(all.subList(begin, end));
    if (chance.nextInt(4) == 0) {
      sent.removeIf(_ -> chance.nextInt(5) == 0);
    }
    if (chance.nextInt(6) == 0) {
      Collections.shuffle(sent, chance);
    }
    if (chance.nextInt(6) == 0) {
      sent.addAll(sent);
    }
    if (!sent.isEmpty()
        && send(from, to, sent) instanceof PeerOutcome.Taken(int count, long _, boolean gap)) {
      tally = tally.plus(new Tally(0, 0, count, gap ? 1 : 0, 0, 0, 0, 0, 0));
    }
  }

  private PeerOutcome send(Stall from, Stall to, List<PeerFact> facts) {
    return to.write(new TakePeerFacts(new Verified<>(new PeerFacts(Goods.FLEET, from.kit, facts))));
  }

  private void refused(Stall stall, PeerOutcome outcome) {
    require(outcome instanceof PeerOutcome.Refused, stall.kit + " took its own facts of a peer");
    tally = tally.plus(new Tally(0, 0, 0, 0, 1, 0, 0, 0, 0));
  }

  /** Follows from the box's own facts alone. */
  private void checkOwn(Stall stall) {
    Box box = stall.box;
    for (String sku : COUNTED) {
      long held = box.rights().published(new Sku(sku)).milli() / 1000;
      require(
          held == stall.shelf.get(sku),
          "%s may sell %d of %s, and %d are there"
              .formatted(stall.kit, held, sku, stall.shelf.get(sku)));
    }
    require(
        box.ledger().published().sales() == stall.sales,
        stall.kit + " has other sales in its books than its tills");
    List<Entry> own = stall.disk.stream().filter(e -> e.origin() == Origin.OWN).toList();
    long p0 =
        own.stream().filter(e -> e.fact().type().reach().deltaClass() == DeltaClass.P0).count();
    require(
        box.outbox().published(DeltaClass.P0).highest() == p0,
        stall.kit + " would send what is not its own");
    long site = own.stream().filter(e -> e.fact().chain() == Chain.SITE).count();
    require(
        box.tree().state().tree().size() == site, stall.kit + " vouches for what is not its own");
    require(
        box.heads().published().position() == stall.disk.size(),
        stall.kit + " has another position than its journal");
  }

  /** Each other box as that box has it. */
  private void checkPeers(Stall stall) {
    for (Stall other : stalls) {
      if (other == stall) {
        continue;
      }
      for (String sku : COUNTED) {
        require(
            stall
                .box
                .rights()
                .published(other.kit, new Sku(sku))
                .equals(other.box.rights().published(new Sku(sku))),
            "%s has other rights of %s than that box".formatted(stall.kit, other.kit));
      }
      PeerFact last = other.site().getLast();
      PeerChains.Head head =
          stall.box.peers().published().stream()
              .filter(one -> one.kit().equals(other.kit))
              .findFirst()
              .orElseThrow();
      require(
          head.lives().getLast().equals(other.incarnation)
              && head.seq() == last.fact().seq()
              && head.hash().equals(last.hash()),
          "%s has another chain of %s than that box".formatted(stall.kit, other.kit));
    }
    require(
        stall.box.peers().published().size() == stalls.size() - 1,
        stall.kit + " has a chain too many");
  }

  private Now clock() {
    millis += 1 + chance.nextInt(50);
    return new Now("boot", millis * 1_000_000, millis - 500, millis + 500, millis);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new Broken(Promise.ONCE_IS_ONCE, what);
    }
  }
}
