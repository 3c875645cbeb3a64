package dev.roadcase.tests.simulation;

import static dev.roadcase.tests.simulation.Timeline.SECOND;

import dev.roadcase.app.box.AuthCommand;
import dev.roadcase.app.box.Command;
import dev.roadcase.core.auth.PairOutcome;
import dev.roadcase.core.auth.PairingRequest;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Verified;
import java.util.function.Consumer;

/** Stands beside one box: lets tills in, puts them out, and asks until there is an answer. */
final class Crew {
  private static final long PATIENCE = 3 * SECOND;

  private final Simulation world;
  private final SimulatedBox box;
  private final Dice dice;
  private long codes;

  Crew(Simulation world, SimulatedBox box, Dice dice) {
    this.world = world;
    this.box = box;
    this.dice = dice;
  }

  /** A till has come with a new key. */
  void letIn(PublicKey key, Runnable done) {
    ask(
        shell -> {
          codes++;
          String code = box.name() + "-again-" + codes;
          shell.submit(new AuthCommand.OfferPairing(code, Role.TILL));
          return new AuthCommand.Pair(new Verified<>(new PairingRequest(code, key, "till")));
        },
        outcome -> {
          if (!(outcome instanceof PairOutcome.Paired)) {
            throw new IllegalStateException("the crew was answered " + outcome);
          }
          done.run();
        });
  }

  /** Two things under one number: the crew has had a look. */
  void letGoOn(DeviceId device, Runnable done) {
    world
        .timeline()
        .after(
            dice.between(SECOND, 5 * SECOND),
            () -> ask(shell -> new AuthCommand.Resume(device), changed -> done.run()));
  }

  void putOut(DeviceId device) {
    world.witness().putOutAsked(device.value());
    ask(
        shell -> new AuthCommand.Revoke(device, "lost"),
        changed -> {
          world.timeline().note("%s: %s is put out", box.name(), device);
          world.witness().putOut(device.value());
        });
  }

  void revoke(Pass pass) {
    world.witness().putOutAsked(pass.place());
    ask(
        shell -> new AuthCommand.RevokeToken(pass.claim().index(), pass.claim().subject(), "seen"),
        changed -> {
          world.timeline().note("%s: %s is revoked", box.name(), pass);
          world.witness().putOut(pass.place());
        });
  }

  /** What the box of that moment is asked. */
  private interface Question<O> {
    Command<O> to(Shell shell);
  }

  private <O> void ask(Question<O> question, Consumer<O> answered) {
    boolean[] done = {false};
    box.open()
        .ifPresent(shell ->
            shell.submit(
                question.to(shell),
                outcome -> {
                  if (!done[0]) {
                    done[0] = true;
                    answered.accept(outcome);
                  }
                },
                notNow -> {}));
    world
        .timeline()
        .after(
            PATIENCE,
            () -> {
              if (!done[0]) {
                ask(question, answered);
              }
            });
  }
}
