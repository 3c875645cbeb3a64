package dev.roadcase.app.auth;

import dev.roadcase.app.box.AuthCommand.PassPin;
import dev.roadcase.app.box.AuthCommand.TryPin;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.core.auth.PinTurn;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.core.pack.Roster.Staff;
import dev.roadcase.wire.secret.Argon2id;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Looks at PINs: first counted and on the disk, then hashed, one at a time on a thread of its own,
 * so that a flood of them takes nothing from who sells.
 */
public final class PinDesk implements AutoCloseable {
  /** PINs that wait to be hashed: some two seconds' work for a small board. */
  private static final int WAITING = 8;

  /** The answer. */
  public sealed interface Answer {
    record Right(Staff staff) implements Answer {}

    /** The PIN is wrong, or there is nobody of that name: it takes as long, and says the same. */
    record Wrong() implements Answer {}

    record Wait(long seconds) implements Answer {}

    record Locked() implements Answer {}
  }

  private final Writer writer;
  private final Supplier<Roster> roster;
  private final String nobody;
  private final ThreadPoolExecutor hashing =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().name("pin-hash").daemon().factory());

  /**
   * A desk for the staff of a roster.
   *
   * @param roster the one that counts at the moment
   */
  public PinDesk(Writer writer, Supplier<Roster> roster, SecureRandom chance) {
    this.writer = writer;
    this.roster = roster;
    this.nobody = Argon2id.PIN.ofNothing(chance);
  }

  /** Looks at a PIN. The characters are overwritten afterwards. */
  public CompletableFuture<Answer> look(DeviceId device, String staff, char[] pin) {
    if (hashing.getQueue().remainingCapacity() == 0) {
      // Not counted: nobody looked, and a flood must not lock a device out.
      return CompletableFuture.completedFuture(new Answer.Wait(2));
    }
    String named = roster.get().staff(staff).map(Staff::id).orElse("");
    return writer
        .submit(new TryPin(device, named))
        .thenCompose(turn ->
            switch (turn) {
              case PinTurn.Look() -> hashed(device, staff, pin);
              case PinTurn.Wait(long seconds) ->
                  CompletableFuture.completedFuture(new Answer.Wait(seconds));
              case PinTurn.Locked() -> CompletableFuture.completedFuture(new Answer.Locked());
            });
  }

  private CompletableFuture<Answer> hashed(DeviceId device, String staff, char[] pin) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    try {
      hashing.execute(() -> compare(device, staff, pin, answer));
    } catch (RejectedExecutionException e) {
      // Counted and not looked at: in doubt against who tries.
      answer.complete(new Answer.Wait(2));
    }
    return answer;
  }

  private void compare(
      DeviceId device, String staff, char[] pin, CompletableFuture<Answer> answer) {
    try {
      Optional<Staff> known = roster.get().staff(staff);
      boolean right =
          Argon2id.matches(pin, known.map(Staff::pinHash).orElse(nobody)) && known.isPresent();
      if (!right) {
        answer.complete(new Answer.Wrong());
        return;
      }
      Staff person = known.orElseThrow();
      var _ =
          writer
              .submit(new PassPin(device, person.id()))
              .whenComplete((_, failure) -> {
                if (failure == null) {
                  answer.complete(new Answer.Right(person));
                } else {
                  answer.completeExceptionally(failure);
                }
              });
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    } finally {
      java.util.Arrays.fill(pin, ' ');
    }
  }

  @Override
  public void close() {
    hashing.shutdownNow();
  }
}
