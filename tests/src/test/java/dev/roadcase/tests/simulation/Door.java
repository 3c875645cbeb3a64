package dev.roadcase.tests.simulation;

import dev.roadcase.app.box.AuthMachines;
import dev.roadcase.core.auth.Device;
import dev.roadcase.core.auth.Standing;
import dev.roadcase.core.auth.Tokens;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Scope;
import java.util.Optional;

/**
 * What {@code Doorkeeper} does, without signatures: first how it stands with the device, then with
 * the token. Lives as long as the process.
 */
final class Door {
  /** What who shows a token is told. */
  enum Word {
    IN,
    NOT_PAIRED,
    SUSPENDED,
    EXPIRED,
    REVOKED,
    SUPERSEDED,
    UNSURE,
    UNKNOWN
  }

  private final SimulatedBox board;
  private final AuthMachines machines;
  private final Witness witness;
  private final Optional<Mutant> mutant;

  Door(SimulatedBox board, AuthMachines machines, Witness witness, Optional<Mutant> mutant) {
    this.board = board;
    this.machines = machines;
    this.witness = witness;
    this.mutant = mutant;
  }

  /** Does who shows this come in, for that? */
  Word admit(Pass pass, Scope scope) {
    Word word =
        unwelcome((DeviceId) pass.claim().subject())
            .orElseGet(() -> {
              Standing standing = standing(pass);
              return standing.allows(scope.risk()) ? Word.IN : Word.valueOf(standing.name());
            });
    witness.atTheDoor(board.name(), pass, scope, word, board.calendar());
    return word;
  }

  /** Why nobody comes in with this device's key, if so. */
  Optional<Word> unwelcome(DeviceId id) {
    Device device = machines.devices().published(id);
    if (device == null) {
      return Optional.of(Word.NOT_PAIRED);
    }
    return switch (device.standing()) {
      case ACTIVE -> Optional.empty();
      case SUSPENDED -> Optional.of(Word.SUSPENDED);
      case REVOKED -> Optional.of(Word.NOT_PAIRED);
    };
  }

  /** Whether the box has issued it, and has not forgotten it. */
  boolean knows(Pass pass) {
    return tokens().standing(pass.claim(), board.clock()) != Standing.UNKNOWN;
  }

  private Standing standing(Pass pass) {
    Standing standing = tokens().standing(pass.claim(), board.clock());
    if (standing == Standing.SUPERSEDED && is(Mutant.GRACE_NEVER_ENDS)) {
      return alive(pass) ? Standing.GOOD : Standing.EXPIRED;
    }
    if (standing == Standing.EXPIRED
        && !pass.boot().equals(board.boot())
        && is(Mutant.OLD_BOOT_LIVES_ON)) {
      return Standing.UNSURE;
    }
    boolean byTime =
        standing == Standing.GOOD || standing == Standing.UNSURE || standing == Standing.EXPIRED;
    if (byTime && is(Mutant.EXPIRY_BY_WALL_CLOCK)) {
      return board.wall() > pass.claim().expires() * 1000 ? Standing.EXPIRED : Standing.GOOD;
    }
    return standing;
  }

  private boolean alive(Pass pass) {
    return pass.boot().equals(board.boot())
        ? board.age(pass) < pass.life().toNanos()
        : pass.claim().expires() * 1000 > board.clock().lo();
  }

  private Tokens tokens() {
    return machines.tokens();
  }

  private boolean is(Mutant one) {
    return mutant.equals(Optional.of(one));
  }
}
