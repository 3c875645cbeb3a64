package dev.roadcase.tests.simulation;

import dev.roadcase.app.box.AuthMachines;
import dev.roadcase.app.box.Box;
import dev.roadcase.core.auth.Device;
import dev.roadcase.core.auth.DeviceFact.DeviceRevoked;
import dev.roadcase.core.auth.Devices;
import dev.roadcase.core.auth.TokenFact.TokenRevoked;
import dev.roadcase.core.auth.Tokens;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.SnapshotPart;
import dev.roadcase.core.identity.DeviceId;
import java.util.List;

/** A recovery that comes past every revocation without a look: {@link Mutant#REVOKED_FORGOTTEN}. */
final class Forgetful {
  private static final DeviceId NOBODY = new DeviceId("d-AAAAAAAAAAAAAAAA");

  private Forgetful() {}

  static Fact of(Fact fact) {
    FactBody body =
        switch (fact.body()) {
          case DeviceRevoked f -> new DeviceRevoked(NOBODY, f.reason());
          case TokenRevoked f -> new TokenRevoked(-1, NOBODY, f.reason());
          default -> fact.body();
        };
    return new Fact(
        fact.kit(),
        fact.incarnation(),
        fact.seq(),
        fact.prev(),
        fact.classSeq(),
        fact.command(),
        fact.now(),
        fact.hlc(),
        fact.mode(),
        body);
  }

  /** What restores a box, with every revocation left out. */
  static List<SnapshotPart<?>> parts(Box box) {
    return box.snapshotParts().stream().<SnapshotPart<?>>map(part -> of(part, box.auth())).toList();
  }

  private static SnapshotPart<?> of(SnapshotPart<?> part, AuthMachines auth) {
    return switch (part.name()) {
      case "devices" ->
          new SnapshotPart<>(
              part.name(),
              part.format(),
              Devices.State.class,
              auth.devices()::state,
              state -> auth.devices().restore(of(state)));
      case "tokens" ->
          new SnapshotPart<>(
              part.name(),
              part.format(),
              Tokens.State.class,
              auth.tokens()::state,
              state -> auth.tokens().restore(of(state)));
      default -> part;
    };
  }

  private static Devices.State of(Devices.State state) {
    List<Device> devices =
        state.devices().stream()
            .map(d ->
                d.revoked()
                    ? new Device(d.id(), d.key(), d.role(), d.name(), Device.Standing.ACTIVE, false)
                    : d)
            .toList();
    return new Devices.State(devices, state.offers(), state.tries());
  }

  private static Tokens.State of(Tokens.State state) {
    List<Tokens.Kept> issued =
        state.issued().stream()
            .map(k ->
                new Tokens.Kept(
                    k.index(),
                    k.subject(),
                    k.generation(),
                    k.scopes(),
                    k.boot(),
                    k.at(),
                    k.expires(),
                    k.lifeSeconds(),
                    k.staff(),
                    false))
            .toList();
    return new Tokens.State(issued, state.epoch());
  }
}
