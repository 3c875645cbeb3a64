package dev.roadcase.app;

import dev.roadcase.app.box.ApplyOutcome;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.Command;
import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.House;
import dev.roadcase.app.http.PrivateFile;
import dev.roadcase.app.http.Sessions;
import dev.roadcase.app.journal.Clock;
import dev.roadcase.app.journal.JournalFailure;
import dev.roadcase.app.journal.JournalReader;
import dev.roadcase.app.journal.JournalShelf;
import dev.roadcase.app.journal.NotNow;
import dev.roadcase.app.journal.Recovery;
import dev.roadcase.app.journal.Snapshots;
import dev.roadcase.app.journal.SqliteJournal;
import dev.roadcase.app.journal.SystemClock;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.core.auth.Verified;
import dev.roadcase.core.fact.FactCodec;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.wire.fact.FactJson;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.pack.PackFile;
import dev.roadcase.wire.x509.KitFolder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole box, put together: every {@code new} of the process, in the order in which it comes up.
 */
public final class Appliance {
  private static final Logger LOG = LoggerFactory.getLogger(Appliance.class);
  private static final long STOP_SECONDS = 10;

  private final Vertx vertx;
  private final Box box;
  private final Writer writer;
  private final JournalReader reader;
  private final Doors.Ports ports;

  private Appliance(Vertx vertx, Box box, Writer writer, JournalReader reader, Doors.Ports ports) {
    this.vertx = vertx;
    this.box = box;
    this.writer = writer;
    this.reader = reader;
    this.ports = ports;
  }

  /**
   * Brings a box up. Returns when its doors are open.
   *
   * @param never told once when the journal can no longer be trusted; expected to end the process
   */
  public static Appliance start(BoxConfig config, Consumer<JournalFailure> never)
      throws IOException {
    KitFolder kit = KitFolder.read(config.identity());
    SqliteJournal journal = SqliteJournal.open(config.dataDir());
    Incarnation incarnation =
        journal.claim(
            kit.kit(),
            () -> Incarnation.born(System.currentTimeMillis(), new SecureRandom().nextInt()));
    JournalReader reader = new JournalReader(journal.file());
    JournalShelf shelf = new JournalShelf(reader);
    FactCodec codec = new FactJson(shelf);
    Box box = new Box(new Box.Identity(kit.fleet(), kit.kit(), incarnation, config.mode()), codec);
    Snapshots snapshots = new Snapshots(config.mode(), shelf);
    Recovery.recover(box, journal, snapshots, codec);
    Clock clock =
        new SystemClock(
            config.clock(), Math.max(Release.BUILT_AFTER, box.heads().published().lo()));
    boolean clean = journal.takeCleanMark();
    Writer writer = new Writer(box, journal, snapshots, clock, List.of(), never);
    writer.start();
    await(writer.submit(new Command.Start(Release.VERSION, clean)));
    if (config.pack().isPresent()) {
      apply(config.pack().get(), kit, clock, writer);
    }
    Vertx vertx = Vertx.vertx(new VertxOptions());
    Sessions sessions =
        new Sessions(
            "roadcase:kit:" + kit.fleet() + "/" + kit.kit(),
            "roadcase:site:" + kit.fleet() + "/" + kit.show(),
            issuerKey(config.dataDir()),
            config.tokenLife(),
            box.devices(),
            clock);
    House house =
        new House(vertx, box, writer, reader, codec, sessions, clock, adminToken(config.dataDir()));
    try {
      Doors.Ports ports =
          house
              .open(kit, config.https(), config.http(), config.admin())
              .await(30, TimeUnit.SECONDS);
      Files.writeString(config.dataDir().resolve("admin.port"), ports.admin() + "\n");
      return new Appliance(vertx, box, writer, reader, ports);
    } catch (TimeoutException e) {
      throw new IOException("the doors did not open within 30 s", e);
    }
  }

  /**
   * Closes the doors, writes down what waits, leaves a snapshot. Within ten seconds, or not clean.
   */
  public void stop() {
    try {
      vertx.close().await(STOP_SECONDS, TimeUnit.SECONDS);
      writer.stop();
      reader.close();
    } catch (TimeoutException e) {
      LOG.warn("the doors did not close within {} s", STOP_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public Doors.Ports ports() {
    return ports;
  }

  /** The kit's name, for people. */
  public String name() {
    return box.identity().kit().value();
  }

  private static void apply(Path file, KitFolder kit, Clock clock, Writer writer)
      throws IOException {
    byte[] bytes = PackFile.bytes(file);
    Now now = clock.now();
    Verified<Pack> pack = PackFile.read(bytes, kit.root(), now.lo(), now.hi());
    switch (await(writer.submit(new Command.ApplyPack(pack, bytes)))) {
      case ApplyOutcome.Applied(long version, int items) ->
          LOG.info("applied pack version {} with {} items", version, items);
      case ApplyOutcome.Present() -> LOG.info("the pack is the one that counts already");
      case ApplyOutcome.Older(long present) ->
          LOG.warn("{} is older than version {}, which goes on counting", file, present);
      case ApplyOutcome.OtherFleet(String ours) ->
          LOG.warn("{} is another fleet's; this box is of {}", file, ours);
      case ApplyOutcome.OtherCurrency(String ours) ->
          LOG.warn("{} is in another currency; the books of this box are in {}", file, ours);
    }
  }

  private static SigningKey issuerKey(Path dataDir) throws IOException {
    SecureRandom chance = new SecureRandom();
    return SigningKey.of(
        PrivateFile.readOrMake(
            dataDir.resolve("issuer.key"), () -> SigningKey.make(chance).scalar()));
  }

  private static String adminToken(Path dataDir) throws IOException {
    SecureRandom chance = new SecureRandom();
    return PrivateFile.readOrMake(
        dataDir.resolve("admin.token"), () -> SigningKey.make(chance).scalar());
  }

  private static <T> T await(java.util.concurrent.CompletableFuture<T> answer) throws IOException {
    try {
      return answer.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NotNow notNow) {
        throw new IOException("the box cannot start: " + notNow.getMessage(), e);
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("the journal did not answer within 30 s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
