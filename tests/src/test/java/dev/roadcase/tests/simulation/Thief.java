package dev.roadcase.tests.simulation;

import dev.roadcase.app.box.AuthCommand;
import dev.roadcase.core.auth.IssueOutcome;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.TokenGrant;
import java.util.ArrayList;
import java.util.List;

/** Has every token that a till of this box ever had, and its key, and tries them again. */
final class Thief {
  private final Simulation world;
  private final SimulatedBox box;
  private final Dice dice;
  private final List<Pass> loot = new ArrayList<>();
  private final List<Pass> dead = new ArrayList<>();

  Thief(Simulation world, SimulatedBox box, Dice dice) {
    this.world = world;
    this.box = box;
    this.dice = dice;
  }

  void sees(Pass pass) {
    loot.add(pass);
  }

  /** A token that the crew has put out, alone or with its device. */
  void sawPutOut(Pass pass) {
    dead.add(pass);
  }

  void start() {
    long every = world.scenario().gate().oldTokens();
    if (every > 0) {
      world
          .timeline()
          .after(
              dice.soon(every),
              () -> {
                tryAgain();
                start();
              });
    }
  }

  private void tryAgain() {
    List<Pass> from = !dead.isEmpty() && dice.happens(0.4) ? dead : loot;
    if (from.isEmpty()) {
      return;
    }
    Pass pass = from.get((int) dice.between(Math.max(0L, from.size() - 30L), from.size() - 1L));
    Scope scope = dice.happens(0.8) ? Scope.SELL : Scope.REFUND;
    world.tally().oldTokens++;
    box.radio()
        .send(() ->
            box.open()
                .ifPresent(shell -> {
                  shell.door().admit(pass, scope);
                  if (world.witness().isOut(pass.device())) {
                    askForAnother(shell, (DeviceId) pass.claim().subject(), pass);
                  }
                }));
  }

  /** With the key of a device that was put out before. */
  private void askForAnother(Shell shell, DeviceId device, Pass pass) {
    shell.submit(
        new AuthCommand.IssueToken(
            device,
            Till.SCOPES,
            pass.life(),
            TokenGrant.RENEWAL,
            "",
            shell.place(),
            shell.session()),
        outcome -> world.witness().given(device.value(), outcome instanceof IssueOutcome.Granted),
        notNow -> {});
  }
}
