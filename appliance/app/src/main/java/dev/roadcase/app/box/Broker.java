package dev.roadcase.app.box;

import dev.roadcase.app.box.AuthCommand.AddClient;
import dev.roadcase.app.box.AuthCommand.Admit;
import dev.roadcase.app.box.AuthCommand.CompleteSync;
import dev.roadcase.app.box.AuthCommand.IssueToken;
import dev.roadcase.app.box.AuthCommand.Note;
import dev.roadcase.app.box.AuthCommand.OfferPairing;
import dev.roadcase.app.box.AuthCommand.Pair;
import dev.roadcase.app.box.AuthCommand.PassPin;
import dev.roadcase.app.box.AuthCommand.RemoveClient;
import dev.roadcase.app.box.AuthCommand.Resume;
import dev.roadcase.app.box.AuthCommand.Revoke;
import dev.roadcase.app.box.AuthCommand.RevokeToken;
import dev.roadcase.app.box.AuthCommand.TryPin;
import dev.roadcase.app.box.AuthCommand.UnlockPins;
import dev.roadcase.core.auth.Clients;
import dev.roadcase.core.auth.Devices;
import dev.roadcase.core.auth.IssueOutcome;
import dev.roadcase.core.auth.Pins;
import dev.roadcase.core.auth.Tokens;
import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.Machine;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.ClientId;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Subject;
import dev.roadcase.core.identity.TokenGrant;
import dev.roadcase.core.link.Session;
import java.util.List;

/** The machines of the auth broker, and which of them decides what. */
public final class Broker {
  /** Their state, for a snapshot. */
  public record State(
      Devices.State devices, Clients.State clients, Tokens.State tokens, Pins.State pins) {}

  private final Devices devices;
  private final Clients clients;
  private final Tokens tokens;
  private final Pins pins;

  Broker(Mode mode) {
    devices = new Devices(mode);
    clients = new Clients(mode);
    tokens = new Tokens(mode);
    pins = new Pins();
  }

  public Devices devices() {
    return devices;
  }

  public Clients clients() {
    return clients;
  }

  public Tokens tokens() {
    return tokens;
  }

  public Pins pins() {
    return pins;
  }

  List<Machine> machines() {
    return List.of(devices, clients, tokens, pins);
  }

  State state() {
    return new State(devices.state(), clients.state(), tokens.state(), pins.state());
  }

  void restore(State state) {
    devices.restore(state.devices());
    clients.restore(state.clients());
    tokens.restore(state.tokens());
    pins.restore(state.pins());
  }

  /**
   * What a command leads to.
   *
   * @param acked upstream holds p1 up to here without a gap
   */
  Decision<?> judge(AuthCommand<?> command, long acked, Now now) {
    return switch (command) {
      case OfferPairing(var code, var role, var ask) -> devices.offer(code, role, ask, now);
      case Pair(var request) -> devices.pair(request, now);
      case Admit(var key, var role, var name, var code) -> devices.admit(key, role, name, code);
      case Revoke(var device, var reason) -> devices.revoke(device, reason);
      case Resume(var device) -> devices.resume(device);
      case IssueToken issue -> issue(issue, now);
      case RevokeToken(var index, var subject, var reason) -> tokens.revoke(index, subject, reason);
      case CompleteSync(var session) -> tokens.completeSync(session, acked, now);
      case TryPin(var device, var staff) -> pins.attempt(device, staff, now);
      case PassPin(var device, var staff) -> pins.passed(device, staff);
      case UnlockPins(var device) -> pins.unlock(device);
      case AddClient(var client, var hash, var scopes) -> clients.add(client, hash, scopes);
      case RemoveClient(var client) -> clients.remove(client);
      case Note(var facts) -> new Decision<>(List.copyOf(facts), new Command.Done());
    };
  }

  /** The facts by which an ack completes a sync, in the transaction that notes the ack. */
  List<FactBody> afterAck(Session session, long acked, Now now) {
    return tokens.completeSync(session, acked, now).facts();
  }

  /**
   * Whether it goes on on a disk that is running out: putting out, and staying in. Who renews
   * without end stays in with what he has: the reserve is for refunds and revocations.
   */
  boolean needsNoRoom(AuthCommand<?> command) {
    return switch (command) {
      case Revoke _,
          RevokeToken _,
          RemoveClient _,
          CompleteSync _,
          TryPin _,
          PassPin _,
          Resume _,
          UnlockPins _ ->
          true;
      case IssueToken issue ->
          (issue.grant() == TokenGrant.RENEWAL && tokens.hasFew(issue.subject()))
              || issue.grant() == TokenGrant.PIN;
      case OfferPairing _, Pair _, Admit _, AddClient _, Note _ -> false;
    };
  }

  private Decision<IssueOutcome> issue(IssueToken issue, Now now) {
    if (!active(issue.subject())) {
      return Decision.nothing(new IssueOutcome.NotActive());
    }
    return tokens.issue(
        issue.subject(),
        issue.scopes(),
        issue.life(),
        issue.grant(),
        issue.staff(),
        issue.draw(),
        issue.session(),
        now);
  }

  private boolean active(Subject subject) {
    return switch (subject) {
      case DeviceId device -> devices.active(device);
      case ClientId client -> clients.active(client);
    };
  }
}
