package dev.roadcase.app;

import dev.roadcase.app.audit.TreeHeads;
import dev.roadcase.app.auth.AuthHouse;
import dev.roadcase.app.auth.DeviceKeys;
import dev.roadcase.app.auth.Doorkeeper;
import dev.roadcase.app.auth.IssuerKeys;
import dev.roadcase.app.auth.OurNames;
import dev.roadcase.app.auth.OwnIssuer;
import dev.roadcase.app.auth.PinDesk;
import dev.roadcase.app.auth.Proofs;
import dev.roadcase.app.auth.RefusalLog;
import dev.roadcase.app.auth.StatusBoard;
import dev.roadcase.app.auth.TokenDesk;
import dev.roadcase.app.auth.UpstreamSession;
import dev.roadcase.app.box.AuthCommand.CompleteSync;
import dev.roadcase.app.box.AuthCommand.Note;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.clock.Clock;
import dev.roadcase.app.clock.ClockMark;
import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.core.auth.DeviceFact.CloneSuspected;
import dev.roadcase.core.auth.PairingDesk;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.link.Session;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.wire.token.Party;
import dev.roadcase.wire.x509.Certificates;
import dev.roadcase.wire.x509.KitFolder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The auth broker, put together, with the clockwork that keeps it going. */
final class AuthWing {
  private static final Logger LOG = LoggerFactory.getLogger(AuthWing.class);
  private static final long SECOND = 1_000;
  private static final Duration KEYS_LOOK = Duration.ofMinutes(5);

  private final Box box;
  private final Writer writer;
  private final Clock clock;
  private final ClockMark mark;

  /** No mark of time says more, epoch milliseconds. */
  private final long latest;

  private final UpstreamSession upstream;
  private final IssuerKeys keys;
  private final RefusalLog refusals;
  private final PinDesk pins;
  private final TreeHeads heads;
  private final AuthHouse house;
  private volatile Optional<RegularWork> keysLook = Optional.empty();

  AuthWing(
      BoxConfig config,
      KitFolder kit,
      JournalWing journal,
      UpstreamSession upstream,
      SecureRandom chance)
      throws IOException {
    box = journal.box();
    writer = journal.writer();
    clock = journal.clock();
    this.upstream = upstream;
    mark = new ClockMark(config.dataDir());
    latest = ClockAtStart.latest(kit);
    keys = IssuerKeys.open(config.dataDir(), chance, clock.now());
    refusals = new RefusalLog(writer, System::nanoTime);
    OurNames names = new OurNames(kit.chain().getFirst());
    OwnIssuer issuer =
        new OwnIssuer(config.issuer(), config.https(), kit.chain().getFirst(), names);
    Party show = new Party(kit.fleet(), kit.show());
    PublicKey boxKey = Certificates.publicKey(kit.chain().getFirst());
    DeviceKeys devices = new DeviceKeys(box.auth().devices());
    Proofs proofs = new Proofs(devices, names, System::nanoTime, chance);
    Supplier<Roster> roster =
        () -> {
          Optional<Pack> pack = box.catalogue().published();
          return pack.map(Pack::roster).orElse(Roster.USUAL).capped(config.tokenLife());
        };
    heads = new TreeHeads(box.tree(), box.identity().incarnation(), kit.key(), clock, writer);
    pins = new PinDesk(writer, roster, chance);
    house =
        new AuthHouse(
            new Doorkeeper(
                issuer,
                show,
                keys,
                box.auth(),
                proofs,
                clock,
                refusals,
                device -> {
                  var _ = writer.submit(new Note(List.of(new CloneSuspected(device))));
                }),
            devices,
            proofs,
            new TokenDesk(issuer, show, keys, writer, upstream, chance),
            pins,
            new PairingDesk(boxKey),
            new StatusBoard(issuer, box.auth().tokens(), keys, clock),
            keys,
            refusals,
            heads,
            boxKey,
            issuer,
            roster);
  }

  AuthHouse house() {
    return house;
  }

  /** Starts the clockwork. The journal is written by then. */
  void start(Vertx vertx) {
    vertx.setPeriodic(SECOND, _ -> everySecond());
    keysLook =
        Optional.of(
            RegularWork.every(
                vertx,
                Duration.ofMillis(SECOND),
                KEYS_LOOK,
                () -> {
                  everyFewMinutes();
                  return null;
                }));
  }

  private void everySecond() {
    refusals.writeDue();
    heads.tick(clock.now());
    Session session = upstream.now();
    // Without a session nothing can be complete: the writer need not wake for it.
    if (session.live() && box.auth().tokens().syncIsDue()) {
      var _ = writer.submit(new CompleteSync(session));
    }
  }

  private void everyFewMinutes() {
    mark.write(Math.min(clock.now().lo(), latest));
    try {
      keys.changeIfDue(clock.now())
          .ifPresent(fact -> {
            var _ = writer.submit(new Note(List.of(fact)));
          });
    } catch (IOException e) {
      LOG.warn("the next issuer key could not be written, the present one signs on", e);
    }
  }

  /** Ends the clockwork; says the last head of the journal's tree, before the box stops. */
  void quiet() {
    keysLook.ifPresent(RegularWork::close);
    pins.close();
    var _ = writer.submit(heads.lastWord());
  }
}
