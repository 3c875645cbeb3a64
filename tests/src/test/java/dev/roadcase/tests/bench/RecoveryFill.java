package dev.roadcase.tests.bench;

import dev.roadcase.app.box.AuthCommand;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.LifeCommand;
import dev.roadcase.app.box.Prepared;
import dev.roadcase.app.box.SaleCommand;
import dev.roadcase.app.box.ShopCommand;
import dev.roadcase.app.clock.SystemClock;
import dev.roadcase.app.disk.Room;
import dev.roadcase.app.journal.Journal;
import dev.roadcase.app.journal.JournalReader;
import dev.roadcase.app.journal.JournalShelf;
import dev.roadcase.app.journal.Recovery;
import dev.roadcase.app.journal.Snapshot;
import dev.roadcase.app.journal.Snapshots;
import dev.roadcase.app.journal.SqliteJournal;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.core.clock.TimeKeeper;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.ledger.SaleOutcome;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.TaxRate;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.SignedSale;
import dev.roadcase.core.sale.Tender;
import dev.roadcase.wire.fact.FactJson;
import dev.roadcase.wire.fact.SaleJson;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.pack.PackFile;
import dev.roadcase.wire.token.PairingJws;
import dev.roadcase.wire.x509.KitFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * A journal of so many sales, by the writer, the rules and the file of the box that ships. Dies at
 * the end, when the next start has the most to replay. Only the signatures are chance: a start does
 * not verify what the door verified.
 *
 * <p>Arguments: kit folder, pack, data folder, sales.
 */
final class RecoveryFill {
  private static final int TILLS = 64;
  private static final int AT_ONCE = 512;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final Pack pack;
  private final List<Item> items;
  private final List<SigningKey> tills = new ArrayList<>();
  private final List<String> headers = new ArrayList<>();

  private RecoveryFill(Pack pack) {
    this.pack = pack;
    this.items = List.copyOf(pack.items().values());
  }

  public static void main(String[] args) throws Exception {
    KitFolder kit = KitFolder.read(Path.of(args[0]));
    byte[] file = Files.readAllBytes(Path.of(args[1]));
    SqliteJournal journal = SqliteJournal.open(Path.of(args[2]));
    Incarnation incarnation =
        journal.claim(kit.kit(), () -> Incarnation.born(System.currentTimeMillis(), 1));
    JournalShelf shelf = new JournalShelf(new JournalReader(journal.file()));
    FactJson codec = new FactJson(shelf);
    Box box = new Box(new Box.Identity(kit.fleet(), kit.kit(), incarnation, Mode.REHEARSAL), codec);
    Snapshots snapshots = new Snapshots(Mode.REHEARSAL, shelf);
    Recovery.recover(box, journal, snapshots, codec);
    Counting counting = new Counting(journal);
    SystemClock clock = new SystemClock(TimeKeeper.Trust.SYSTEM, 0, Now.OPEN);
    Writer writer =
        new Writer(
            box,
            counting,
            snapshots,
            clock,
            List.of(),
            Room.endless(),
            failure -> {
              System.err.println(failure);
              Runtime.getRuntime().halt(1);
            });
    writer.start();
    long now = System.currentTimeMillis();
    Verified<Pack> pack = PackFile.read(file, kit.root(), now, now);
    RecoveryFill fill = new RecoveryFill(pack.value());
    writer.submit(new LifeCommand.Start("bench", true)).get();
    writer.submit(new ShopCommand.ApplyPack(pack, file)).get();
    fill.pair(writer);
    long start = System.nanoTime();
    int sales = Integer.parseInt(args[3]);
    int made = 0;
    while (made < sales || counting.sinceSnapshot < counting.longestTail - 2 * AT_ONCE) {
      fill.sell(writer, made);
      made += AT_ONCE;
    }
    System.out.println(
        Json.MAPPER
            .createObjectNode()
            .put("facts", box.heads().published().position())
            .put("tail", counting.sinceSnapshot)
            .put("seconds", (System.nanoTime() - start) / 1e9)
            .put("factBytes", writer.meter().factBytes())
            .put("snapshotBytes", counting.snapshotBytes)
            .put("snapshots", counting.snapshots)
            .put("longestSnapshotMillis", counting.longestSnapshotNanos / 1e6));
    System.out.flush();
    // As kill -9 would: nothing is closed, no snapshot is left.
    Runtime.getRuntime().halt(0);
  }

  private void pair(Writer writer) throws Exception {
    SecureRandom chance = new SecureRandom();
    for (int i = 0; i < TILLS; i++) {
      SigningKey key = SigningKey.make(chance);
      String code = "C0DE%06d".formatted(i);
      writer.submit(new AuthCommand.OfferPairing(code, Role.TILL)).get();
      writer
          .submit(
              new AuthCommand.Pair(
                  PairingJws.verified(PairingJws.sign(key, code, "till " + i)).orElseThrow()))
          .get();
      String id = DeviceId.of(key.publicKey()).value();
      String jws = CompactJws.sign(key, SaleJson.SALE_TYP, id, new byte[] {'{', '}'});
      tills.add(key);
      headers.add(jws.substring(0, jws.indexOf('.')));
    }
  }

  private void sell(Writer writer, int from) throws Exception {
    List<CompletableFuture<SaleOutcome>> answers = new ArrayList<>();
    for (int i = from; i < from + AT_ONCE; i++) {
      answers.add(writer.submit(new SaleCommand.Sell(new Verified<>(sale(i)))));
    }
    for (CompletableFuture<SaleOutcome> answer : answers) {
      if (!(answer.get() instanceof SaleOutcome.Taken)) {
        throw new IllegalStateException("not every sale was taken: " + answer.get());
      }
    }
  }

  private SignedSale sale(int number) {
    SplittableRandom taste = new SplittableRandom(number);
    int till = number % TILLS;
    List<Line> lines = new ArrayList<>();
    long total = 0;
    for (int i = 0; i < 3; i++) {
      Item item = items.get(taste.nextInt(items.size()));
      Quantity quantity = Quantity.pieces(1);
      long amount = TaxRate.extend(item.price().minor(), quantity);
      lines.add(
          new Line(
              item.sku(), quantity, item.price().minor(), pack.rateOf(item).containedIn(amount)));
      total += amount;
    }
    byte[] nonce = new byte[16];
    taste.nextBytes(nonce);
    Sale sale =
        new Sale(
            new DeviceSequence(DeviceId.of(tills.get(till).publicKey()), 1 + number / TILLS),
            BASE64.encodeToString(nonce),
            pack.version(),
            lines,
            Tender.EXTERNAL,
            total,
            pack.currency());
    byte[] payload = SaleJson.write(sale);
    byte[] signature = new byte[64];
    taste.nextBytes(signature);
    String jws =
        headers.get(till)
            + "."
            + BASE64.encodeToString(payload)
            + "."
            + BASE64.encodeToString(signature);
    return new SignedSale(sale, jws, ReceiptToken.of(payload));
  }

  /** The real journal, watched. */
  private static final class Counting implements Journal {
    private final SqliteJournal journal;
    private volatile long snapshotBytes;
    private volatile long snapshots;
    private volatile long longestSnapshotNanos;
    private volatile long sinceSnapshot;
    private volatile long longestTail;

    Counting(SqliteJournal journal) {
      this.journal = journal;
    }

    @Override
    public void commit(List<Prepared<?>> batch, Mode mode, long keepTelemetryFrom) {
      journal.commit(batch, mode, keepTelemetryFrom);
      for (Prepared<?> prepared : batch) {
        sinceSnapshot += prepared.entries().size();
      }
      longestTail = Math.max(longestTail, sinceSnapshot);
    }

    @Override
    public boolean save(Snapshot snapshot) {
      long start = System.nanoTime();
      boolean saved = journal.save(snapshot);
      longestSnapshotNanos = Math.max(longestSnapshotNanos, System.nanoTime() - start);
      snapshotBytes += snapshot.state().length;
      for (Snapshot.Page page : snapshot.pages()) {
        snapshotBytes += page.bytes().get().length;
      }
      snapshots++;
      sinceSnapshot = 0;
      return saved;
    }

    @Override
    public boolean checkpoint() {
      return journal.checkpoint();
    }

    @Override
    public void checkpointIfLong() {
      journal.checkpointIfLong();
    }

    @Override
    public void closeClean() {
      journal.closeClean();
    }
  }
}
