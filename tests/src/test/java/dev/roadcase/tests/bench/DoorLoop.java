package dev.roadcase.tests.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.auth.Admission;
import dev.roadcase.app.auth.DeviceKeys;
import dev.roadcase.app.auth.Doorkeeper;
import dev.roadcase.app.auth.IssuerKeys;
import dev.roadcase.app.auth.OurNames;
import dev.roadcase.app.auth.OwnIssuer;
import dev.roadcase.app.auth.Proofs;
import dev.roadcase.app.auth.RefusalLog;
import dev.roadcase.app.auth.Shown;
import dev.roadcase.app.auth.TokenDesk;
import dev.roadcase.app.auth.UpstreamSession;
import dev.roadcase.app.box.AuthCommand;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.clock.SystemClock;
import dev.roadcase.app.config.BoxConfig.Listen;
import dev.roadcase.app.disk.Room;
import dev.roadcase.app.journal.JournalReader;
import dev.roadcase.app.journal.JournalShelf;
import dev.roadcase.app.journal.Recovery;
import dev.roadcase.app.journal.Snapshots;
import dev.roadcase.app.journal.SqliteJournal;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.core.auth.Clients;
import dev.roadcase.core.auth.IssueOutcome;
import dev.roadcase.core.clock.TimeKeeper;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.ClientId;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.Subject;
import dev.roadcase.core.identity.TokenGrant;
import dev.roadcase.wire.fact.FactJson;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.PairingJws;
import dev.roadcase.wire.token.Party;
import dev.roadcase.wire.token.Prover;
import dev.roadcase.wire.x509.KitFolder;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The doorkeeper of the box that ships, with its journal and its book of tokens, and no network: a
 * loop over what it does with a token, in CPU time of the one thread.
 *
 * <p>Arguments: kit folder, data folder. Prints microseconds as a line of JSON.
 */
final class DoorLoop {
  /** Tokens that are shown once each; as many are shown before the timed turn. */
  private static final int COLD = 10_000;

  /** Tokens that are shown again and again: fewer than the doorkeeper remembers. */
  private static final int WARM = 1_000;

  private static final int DEVICES = 64;

  /** Tokens of one device, and proofs for one of them. */
  private static final int EACH = 320;

  private static final int AT_ONCE = 512;
  private static final Duration LIFE = Duration.ofMinutes(15);
  private static final Set<Scope> SELLING = Set.of(Scope.SELL, Scope.REFUND, Scope.WATCH);
  private static final URI SALES = URI.create("https://127.0.0.1:8443/sales");
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final SecureRandom chance = new SecureRandom();
  private final Writer writer;
  private final TokenDesk desk;
  private final Doorkeeper doorkeeper;

  /** What the proofs' nonces are judged by; it stands, so that none grows old. */
  private final AtomicLong nanos = new AtomicLong(1);

  private DoorLoop(KitFolder kit, Path data) throws Exception {
    SqliteJournal journal = SqliteJournal.open(data);
    Incarnation incarnation =
        journal.claim(kit.kit(), () -> Incarnation.born(System.currentTimeMillis(), 1));
    JournalShelf shelf = new JournalShelf(new JournalReader(journal.file()));
    FactJson codec = new FactJson(shelf);
    Box box = new Box(new Box.Identity(kit.fleet(), kit.kit(), incarnation, Mode.REHEARSAL), codec);
    Snapshots snapshots = new Snapshots(Mode.REHEARSAL, shelf);
    Recovery.recover(box, journal, snapshots, codec);
    SystemClock clock = new SystemClock(TimeKeeper.Trust.SYSTEM, 0, Now.OPEN);
    writer =
        new Writer(
            box,
            journal,
            snapshots,
            clock,
            List.of(),
            Room.endless(),
            failure -> {
              System.err.println(failure);
              Runtime.getRuntime().halt(1);
            });
    writer.start();
    IssuerKeys keys = IssuerKeys.open(data, chance, clock.now());
    OurNames names = new OurNames(kit.chain().getFirst());
    OwnIssuer self =
        new OwnIssuer(
            Optional.empty(), new Listen("127.0.0.1", 8443), kit.chain().getFirst(), names);
    Party show = new Party(kit.fleet(), kit.show());
    desk = new TokenDesk(self, show, keys, writer, new UpstreamSession(clock), chance);
    Proofs proofs = new Proofs(new DeviceKeys(box.auth().devices()), names, nanos::get, chance);
    doorkeeper =
        new Doorkeeper(
            self,
            show,
            keys,
            box.auth(),
            proofs,
            clock,
            new RefusalLog(writer, System::nanoTime),
            device -> {});
  }

  public static void main(String[] args) throws Exception {
    DoorLoop loop = new DoorLoop(KitFolder.read(Path.of(args[0])), Path.of(args[1]));
    System.out.println(loop.figures());
    System.out.flush();
    // A throw-away journal: nothing needs to be closed.
    Runtime.getRuntime().halt(0);
  }

  private ObjectNode figures() throws Exception {
    ObjectNode node = Json.MAPPER.createObjectNode();
    ClientId machine = new ClientId("c-bench");
    Set<Scope> watch = Set.of(Scope.WATCH);
    writer.submit(new AuthCommand.AddClient(machine, Clients.hashOf("unused"), watch)).get();
    List<Shown> plain = new ArrayList<>();
    for (String token : tokens(machine, watch, Optional.empty(), 2 * COLD)) {
      plain.add(new Shown("GET", SALES.toString(), "bearer", token, Optional.empty()));
    }
    cpuMicros(plain.subList(0, COLD), Scope.WATCH);
    node.put("coldMicros", cpuMicros(plain.subList(COLD, 2 * COLD), Scope.WATCH));
    List<Shown> again = new ArrayList<>();
    for (int i = 0; i < 100 * WARM; i++) {
      again.add(plain.get(i % WARM));
    }
    cpuMicros(again, Scope.WATCH);
    node.put("warmMicros", cpuMicros(again, Scope.WATCH));

    List<Till> tills = new ArrayList<>();
    for (int i = 0; i < DEVICES; i++) {
      tills.add(paired(i));
    }
    List<Shown> cold = new ArrayList<>();
    List<Shown> warm = new ArrayList<>();
    for (Till till : tills) {
      List<String> tokens = tokens(till.id, SELLING, Optional.of(till.thumbprint), EACH);
      for (String token : tokens) {
        cold.add(till.shows(token));
      }
      for (int i = 0; i < EACH; i++) {
        warm.add(till.shows(tokens.getFirst()));
      }
    }
    // Half of them before the clock is looked at.
    int half = cold.size() / 2;
    cpuMicros(cold.subList(0, half), Scope.SELL);
    node.put("coldWithProofMicros", cpuMicros(cold.subList(half, 2 * half), Scope.SELL));
    cpuMicros(warm.subList(0, half), Scope.SELL);
    node.put("warmWithProofMicros", cpuMicros(warm.subList(half, 2 * half), Scope.SELL));
    return node;
  }

  /** CPU of this thread for each, in microseconds. All have to come in. */
  private double cpuMicros(List<Shown> all, Scope scope) {
    long start = THREADS.getCurrentThreadCpuTime();
    for (Shown shown : all) {
      if (doorkeeper.admit(shown, scope) instanceof Admission.Out out) {
        throw new IllegalStateException("not let in: " + out);
      }
    }
    return (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / all.size();
  }

  /** Tokens as the box issues them: written down, then signed. */
  private List<String> tokens(
      Subject subject, Set<Scope> scopes, Optional<String> thumbprint, int count) throws Exception {
    TokenDesk.Order order =
        new TokenDesk.Order(subject, scopes, LIFE, TokenGrant.RENEWAL, thumbprint, "");
    List<CompletableFuture<IssueOutcome>> written = new ArrayList<>();
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      written.add(desk.write(order));
      if (written.size() == AT_ONCE || i == count - 1) {
        for (CompletableFuture<IssueOutcome> one : written) {
          if (!(one.get() instanceof IssueOutcome.Granted(var issued))) {
            throw new IllegalStateException("not issued: " + one.get());
          }
          tokens.add(desk.signed(order, issued));
        }
        written.clear();
      }
    }
    return tokens;
  }

  private Till paired(int number) throws Exception {
    SigningKey key = SigningKey.make(chance);
    String code = "C0DE%06d".formatted(number);
    writer.submit(new AuthCommand.OfferPairing(code, Role.TILL)).get();
    writer
        .submit(
            new AuthCommand.Pair(
                PairingJws.verified(PairingJws.sign(key, code, "till " + number)).orElseThrow()))
        .get();
    Till till =
        new Till(
            DeviceId.of(key.publicKey()), key.publicKey().thumbprint(), new Prover(key, chance));
    String token = tokens(till.id, SELLING, Optional.of(till.thumbprint), 1).getFirst();
    if (doorkeeper.admit(till.shows(token), Scope.SELL) instanceof Admission.Out refused) {
      till.prover.noted(refused.nonce());
    }
    return till;
  }

  /** A paired device that has its nonce. */
  private record Till(DeviceId id, String thumbprint, Prover prover) {
    Shown shows(String token) {
      return new Shown(
          "POST",
          SALES.toString(),
          "dpop",
          token,
          Optional.of(prover.proof("POST", SALES, Optional.of(token))));
    }
  }
}
