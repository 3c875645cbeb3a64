package dev.roadcase.app.auth;

import dev.roadcase.app.box.AuthCommand;
import dev.roadcase.app.box.AuthCommand.Admit;
import dev.roadcase.app.box.AuthCommand.OfferPairing;
import dev.roadcase.app.box.AuthCommand.Resume;
import dev.roadcase.app.box.AuthCommand.Revoke;
import dev.roadcase.app.box.AuthCommand.UnlockPins;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.core.auth.PairOutcome;
import dev.roadcase.core.auth.PairingDesk;
import dev.roadcase.core.auth.PairingDesk.Waiting;
import dev.roadcase.core.identity.Crockford;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** What the crew does with devices, on the panel and at the box's own command line. */
public final class DeviceDesk {
  /**
   * 10 characters, 50 bits: in its ten minutes, with ten thousand tries a second, somebody guesses
   * one of a hundred that are open once in two million times.
   */
  private static final int CODE_LENGTH = 10;

  private final Vertx vertx;
  private final Writer writer;
  private final PairingDesk desk;
  private final SecureRandom chance;

  public DeviceDesk(Vertx vertx, Writer writer, PairingDesk desk, SecureRandom chance) {
    this.vertx = vertx;
    this.writer = writer;
    this.desk = desk;
    this.chance = chance;
  }

  /** Makes a one-time code that counts; answers it as people read it, with a hyphen. */
  public Future<String> offer(Role role, boolean ask) {
    String code = code();
    String readable = code.substring(0, CODE_LENGTH / 2) + "-" + code.substring(CODE_LENGTH / 2);
    return submit(new OfferPairing(code, role, ask)).map(readable);
  }

  /** Who waits to be let in. */
  public List<Waiting> waiting() {
    return desk.waiting(System.nanoTime());
  }

  /**
   * Lets somebody in who waits. Nothing when nobody of that id waits any more; else what the
   * journal says to it. Who has promised digits is not let in before they could be compared.
   */
  public Future<Optional<PairOutcome>> letIn(String id) {
    Optional<Waiting> who = desk.find(id, System.nanoTime());
    if (who.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    if (who.get().digitsDue()) {
      return Future.succeededFuture(Optional.of(new PairOutcome.DigitsDue()));
    }
    PairingDesk.Request request = who.get().request();
    Optional<PublicKey> key = request.binding().proven();
    if (key.isEmpty()) {
      // There is nothing to write down yet: the device is admitted when it shows its key.
      return Future.succeededFuture(
          desk.decide(id, true, System.nanoTime())
              ? Optional.of(new PairOutcome.KeyDue())
              : Optional.empty());
    }
    return submit(new Admit(key.get(), request.role(), request.name(), request.codeHash()))
        .map(outcome -> {
          // First the fact, then the word to the device: what it is told has happened.
          boolean in = outcome instanceof PairOutcome.Paired;
          desk.decide(id, in, System.nanoTime());
          return Optional.of(outcome);
        });
  }

  /** Turns somebody away; answers whether somebody of that id was waiting. */
  public boolean turnAway(String id) {
    return desk.decide(id, false, System.nanoTime());
  }

  /** Turns away all who wait; answers how many. */
  public int turnAllAway() {
    return desk.turnAllAway(System.nanoTime());
  }

  public Future<Boolean> revoke(DeviceId device, String reason) {
    return submit(new Revoke(device, reason));
  }

  public Future<Boolean> resume(DeviceId device) {
    return submit(new Resume(device));
  }

  public Future<Boolean> unlock(DeviceId device) {
    return submit(new UnlockPins(device));
  }

  private String code() {
    StringBuilder code = new StringBuilder(CODE_LENGTH);
    for (int i = 0; i < CODE_LENGTH; i++) {
      code.append(Crockford.DIGITS.charAt(chance.nextInt(Crockford.DIGITS.length())));
    }
    return code.toString();
  }

  public <O> Future<O> submit(AuthCommand<O> command) {
    return Future.fromCompletionStage(writer.submit(command), vertx.getOrCreateContext());
  }
}
