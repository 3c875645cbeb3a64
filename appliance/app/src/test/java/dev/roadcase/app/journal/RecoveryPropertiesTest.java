package dev.roadcase.app.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.roadcase.app.box.AuthCommand;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.Command;
import dev.roadcase.app.box.LifeCommand;
import dev.roadcase.app.box.NoteCommand;
import dev.roadcase.app.box.SaleCommand;
import dev.roadcase.app.box.Sample;
import dev.roadcase.app.box.TelemetryCommand;
import dev.roadcase.core.auth.Tokens;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.MultisetHash;
import dev.roadcase.core.identity.ClientId;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.Subject;
import dev.roadcase.core.identity.TokenGrant;
import dev.roadcase.core.identity.UpstreamEpoch;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.link.Session;
import dev.roadcase.core.queue.Ack;
import dev.roadcase.core.queue.AckCheck;
import dev.roadcase.core.queue.Holding;
import dev.roadcase.core.queue.SequenceSet;
import dev.roadcase.core.sale.ReceiptToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;

/**
 * There is one state, and three ways to it: to have lived it, to replay it, to take up a snapshot.
 */
class RecoveryPropertiesTest {
  private static final int BATCHES = 40;

  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void replayAndSnapshotAndLifeAgree(@ForAll long seed) throws IOException {
    Path folder = Files.createTempDirectory("roadcase-recovery");
    try {
      Random chance = new Random(seed);
      int snapshotAt = chance.nextInt(BATCHES);
      List<Object> lived;
      try (OpenJournal life = new OpenJournal(folder, Mode.LIVE)) {
        Commands commands = new Commands(chance, life.box);
        life.write(Show.opening());
        for (int i = 0; i < BATCHES; i++) {
          List<Command<?>> batch = commands.batch();
          if (chance.nextInt(5) == 0) {
            life.fail(batch);
          } else {
            life.write(batch);
          }
          if (i == snapshotAt) {
            life.snapshot();
          }
        }
        lived = OpenJournal.comparable(life.box);
        Tokens tokens = life.box.auth().tokens();
        Statistics.label("epochs").collect(tokens.epoch().epoch() > 0);
        Statistics.label("revoked").collect(!tokens.revoked().isEmpty());
      }
      try (OpenJournal taken = new OpenJournal(folder, Mode.LIVE)) {
        assertEquals(lived, OpenJournal.comparable(taken.box), "by the snapshot");
        taken.journal.save(new Snapshot(0, "live", 0, new byte[0], List.of()));
      }
      try (OpenJournal replayed = new OpenJournal(folder, Mode.LIVE)) {
        assertEquals(lived, OpenJournal.comparable(replayed.box), "by replay");
      }
      for (String often : List.of("epochs", "revoked")) {
        Statistics.label(often)
            .coverage(history -> history.check(true).percentage(share -> share > 30));
      }
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** What might come in at a box's doors, in any order. */
  private static final class Commands {
    private static final Session OFFLINE = Session.NONE;

    /** Longer than a sync has to wait. */
    private static final Session ONLINE = new Session(true, -Tokens.STABLE.toNanos());

    private final Random chance;
    private final Box box;
    private final List<SaleCommand.Sell> sales = new ArrayList<>();
    private long sequence;
    private long pack = 1;

    Commands(Random chance, Box box) {
      this.chance = chance;
      this.box = box;
    }

    List<Command<?>> batch() {
      return Stream.<Command<?>>generate(this::next).limit(1 + chance.nextInt(6)).toList();
    }

    private Command<?> next() {
      int till = chance.nextInt(2);
      return switch (chance.nextInt(26)) {
        case 0, 1, 2, 3 -> sale(Show.sell(till, ++sequence, Show.LEMONADE, 1 + chance.nextInt(3)));
        case 4, 5, 6 -> sale(Show.sell(till, ++sequence, Show.SHIRT, 1));
        case 7, 8 -> sales.isEmpty() ? new LifeCommand.Barrier() : anySale();
        case 9 -> Show.sell(till, 1 + chance.nextLong(sequence + 1), Show.LEMONADE, 5);
        case 10, 11 -> Show.refund(till, ++sequence, anyReceipt(), 1 + chance.nextLong(1500));
        case 12 -> new NoteCommand.NotePower(chance.nextBoolean(), chance.nextInt(101), -1);
        case 13 -> new NoteCommand.NoteLink(chance.nextBoolean(), "cellular");
        case 14 ->
            new TelemetryCommand.TakeTelemetry(
                List.of(
                    new Sample("footfall", "east", "{}"), new Sample("footfall", "west", "{}")));
        case 16, 17, 18, 19, 20, 21, 22, 23, 24, 25 -> auth(till);
        default ->
            switch (chance.nextInt(6)) {
              case 0 -> Show.pack(++pack);
              case 1 -> Show.pair(till, "WR0NG00000");
              case 2 -> Show.offer("C0DE" + chance.nextInt(100));
              case 3 -> new LifeCommand.Start("test", chance.nextBoolean());
              case 4 ->
                  new NoteCommand.AnchorHead((head, lo) -> head + "@" + lo, chance.nextBoolean());
              default ->
                  new AuthCommand.Revoke(Show.till(1), chance.nextInt(4) == 0 ? "lost" : "stolen");
            };
      };
    }

    private Command<?> auth(int till) {
      DeviceId device = Show.till(till);
      Subject subject = chance.nextInt(4) == 0 ? client() : device;
      return switch (chance.nextInt(14)) {
        case 0, 1, 2, 3 ->
            new AuthCommand.IssueToken(
                subject,
                Set.of(subject instanceof ClientId ? Scope.TELEMETRY : Scope.SELL),
                Duration.ofMinutes(1 + chance.nextInt(15)),
                TokenGrant.RENEWAL,
                chance.nextBoolean() ? "" : "anna",
                chance.nextInt(30),
                chance.nextBoolean() ? ONLINE : OFFLINE);
        case 4 -> new AuthCommand.RevokeToken(chance.nextInt(30), subject, "lost");
        case 5 -> new AuthCommand.Resume(device);
        case 6 -> new AuthCommand.AddClient(client(), "hash", Set.of(Scope.TELEMETRY));
        case 7 -> new AuthCommand.RemoveClient(client());
        case 8, 9 -> new AuthCommand.TryPin(device, "anna");
        case 10 ->
            chance.nextBoolean()
                ? new AuthCommand.PassPin(device, "anna")
                : new AuthCommand.UnlockPins(device);
        case 11, 12 -> new AuthCommand.CompleteSync(chance.nextInt(3) == 0 ? OFFLINE : ONLINE);
        default -> ack();
      };
    }

    /** Of some, or of all that was published, with a session that completes a sync or not. */
    private NoteCommand.NoteAck ack() {
      long highest = box.outbox().published(DeltaClass.P1).highest();
      long upTo = chance.nextBoolean() ? highest : chance.nextLong(highest + 1);
      SequenceSet held = new SequenceSet(upTo, List.of());
      // Whose facts they are is another matter: here every sum is 0.
      Ack ack =
          new Ack(
              box.identity().incarnation(),
              UpstreamEpoch.of(chance.nextInt(3)),
              1,
              true,
              Map.of(DeltaClass.P1, new Holding(held, SequenceSet.EMPTY, MultisetHash.EMPTY)));
      AckCheck check =
          new AckCheck(
              box.identity().incarnation(), box.outbox(), (of, ranges) -> MultisetHash.EMPTY);
      AckCheck.Result.Believed believed =
          (AckCheck.Result.Believed) check.check(new Verified<>(ack));
      return new NoteCommand.NoteAck(believed.ack(), chance.nextBoolean() ? ONLINE : OFFLINE);
    }

    private ClientId client() {
      return new ClientId("c-gate-" + chance.nextInt(2));
    }

    private SaleCommand.Sell sale(SaleCommand.Sell sell) {
      sales.add(sell);
      return sell;
    }

    private SaleCommand.Sell anySale() {
      return sales.get(chance.nextInt(sales.size()));
    }

    private ReceiptToken anyReceipt() {
      return sales.isEmpty() ? ReceiptToken.of(new byte[0]) : Show.receiptOf(anySale());
    }
  }
}
