package dev.roadcase.app.box;

import dev.roadcase.core.auth.Devices;
import dev.roadcase.core.auth.IssueOutcome;
import dev.roadcase.core.auth.PairOutcome;
import dev.roadcase.core.auth.PairingRequest;
import dev.roadcase.core.auth.PinTurn;
import dev.roadcase.core.auth.Verified;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.identity.ClientId;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.Subject;
import dev.roadcase.core.identity.TokenGrant;
import dev.roadcase.core.link.Session;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What is asked of the auth broker. Chance is handed in. */
public sealed interface AuthCommand<O> extends Command<O> {

  /** Make a one-time pairing code; {@code ask}: the crew still approves who brings it. */
  record OfferPairing(String code, Role role, boolean ask) implements AuthCommand<Devices.Offer> {
    public OfferPairing(String code, Role role) {
      this(code, role, false);
    }
  }

  record Pair(Verified<PairingRequest> request) implements AuthCommand<PairOutcome> {}

  /** The crew has approved a key. */
  record Admit(PublicKey key, Role role, String name, String codeHash)
      implements AuthCommand<PairOutcome> {}

  /** Answers whether it changed anything. */
  record Revoke(DeviceId device, String reason) implements AuthCommand<Boolean> {}

  /** A suspended device may go on. Answers whether it changed anything. */
  record Resume(DeviceId device) implements AuthCommand<Boolean> {}

  /**
   * Issue a token.
   *
   * @param draw chance, 0 … {@link dev.roadcase.core.auth.Tokens#CAPACITY} − 1
   * @param session with upstream, at this moment
   */
  record IssueToken(
      Subject subject,
      Set<Scope> scopes,
      Duration life,
      TokenGrant grant,
      String staff,
      int draw,
      Session session)
      implements AuthCommand<IssueOutcome> {
    public IssueToken {
      scopes = Set.copyOf(scopes);
    }
  }

  record RevokeToken(int index, Subject subject, String reason) implements AuthCommand<Boolean> {}

  /** Begin the next epoch if upstream has all that it needs and the session has stood. */
  record CompleteSync(Session session) implements AuthCommand<Boolean> {}

  /** May this PIN be looked at? The answer is counted and on the disk before it is given. */
  record TryPin(DeviceId device, String staff) implements AuthCommand<PinTurn> {}

  record PassPin(DeviceId device, String staff) implements AuthCommand<Boolean> {}

  record UnlockPins(DeviceId device) implements AuthCommand<Boolean> {}

  /** Answers false when there is one of that name. */
  record AddClient(ClientId client, String secretHash, Set<Scope> scopes)
      implements AuthCommand<Boolean> {
    public AddClient {
      scopes = Set.copyOf(scopes);
    }

    /** Without the hash. */
    @Override
    public String toString() {
      return "AddClient[" + client + "]";
    }
  }

  record RemoveClient(ClientId client) implements AuthCommand<Boolean> {}

  /** Observations that are facts as they are: refusals, a copied key, a new issuer key. */
  record Note(List<? extends FactBody.OfAuth> facts) implements AuthCommand<Command.Done> {
    public Note {
      facts = List.copyOf(facts);
    }
  }
}
