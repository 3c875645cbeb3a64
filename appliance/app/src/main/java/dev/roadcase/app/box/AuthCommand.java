package dev.roadcase.app.box;

import dev.roadcase.core.auth.Devices;
import dev.roadcase.core.auth.IssueOutcome;
import dev.roadcase.core.auth.Observation;
import dev.roadcase.core.auth.PairOutcome;
import dev.roadcase.core.auth.PairingRequest;
import dev.roadcase.core.auth.PinTurn;
import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.ClientId;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.Subject;
import dev.roadcase.core.identity.TokenGrant;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.link.Session;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What is asked of the auth broker. Chance is handed in. On a full disk, putting out and staying in
 * go on.
 */
public sealed interface AuthCommand<O> extends Command<O> {
  @Override
  default OnFullDisk onFullDisk(Box box) {
    return OnFullDisk.ANSWER_ONLY;
  }

  /** One that goes on while the disk is running out. */
  sealed interface GoesOn<O> extends AuthCommand<O> {
    @Override
    default OnFullDisk onFullDisk(Box box) {
      return OnFullDisk.PROCEED;
    }
  }

  /** Make a one-time pairing code; {@code ask}: the crew still approves who brings it. */
  record OfferPairing(String code, Role role, boolean ask) implements AuthCommand<Devices.Offer> {
    public OfferPairing(String code, Role role) {
      this(code, role, false);
    }

    @Override
    public Decision<Devices.Offer> decide(Box box, Now now) {
      return box.auth().devices().offer(code, role, ask, now);
    }
  }

  record Pair(Verified<PairingRequest> request) implements AuthCommand<PairOutcome> {
    @Override
    public Decision<PairOutcome> decide(Box box, Now now) {
      return box.auth().devices().pair(request, now);
    }
  }

  /** The crew has approved a key. */
  record Admit(PublicKey key, Role role, String name, String codeHash)
      implements AuthCommand<PairOutcome> {
    @Override
    public Decision<PairOutcome> decide(Box box, Now now) {
      return box.auth().devices().admit(key, role, name, codeHash);
    }
  }

  /** Answers whether it changed anything. */
  record Revoke(DeviceId device, String reason) implements GoesOn<Boolean> {
    @Override
    public Decision<Boolean> decide(Box box, Now now) {
      return box.auth().devices().revoke(device, reason);
    }
  }

  /** A suspended device may go on. Answers whether it changed anything. */
  record Resume(DeviceId device) implements GoesOn<Boolean> {
    @Override
    public Decision<Boolean> decide(Box box, Now now) {
      return box.auth().devices().resume(device);
    }
  }

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

    @Override
    public Decision<IssueOutcome> decide(Box box, Now now) {
      return box.auth().active(subject)
          ? box.auth().tokens().issue(subject, scopes, life, grant, staff, draw, session, now)
          : Decision.nothing(new IssueOutcome.NotActive());
    }

    /**
     * A device that has few tokens stays in. One that renews without end stays in with what it has:
     * the reserve is for refunds and revocations.
     */
    @Override
    public OnFullDisk onFullDisk(Box box) {
      boolean staysIn = grant == TokenGrant.RENEWAL && box.auth().tokens().hasFew(subject);
      return staysIn || grant == TokenGrant.PIN ? OnFullDisk.PROCEED : OnFullDisk.ANSWER_ONLY;
    }
  }

  record RevokeToken(int index, Subject subject, String reason) implements GoesOn<Boolean> {
    @Override
    public Decision<Boolean> decide(Box box, Now now) {
      return box.auth().tokens().revoke(index, subject, reason);
    }
  }

  /** Begin the next epoch if upstream has all that it needs and the session has stood. */
  record CompleteSync(Session session) implements GoesOn<Boolean> {
    @Override
    public Decision<Boolean> decide(Box box, Now now) {
      return box.auth()
          .tokens()
          .completeSync(session, box.outbox().staged(DeltaClass.P1).acked().prefix(), now);
    }
  }

  /** May this PIN be looked at? The answer is counted and on the disk before it is given. */
  record TryPin(DeviceId device, String staff) implements GoesOn<PinTurn> {
    @Override
    public Decision<PinTurn> decide(Box box, Now now) {
      return box.auth().pins().attempt(device, staff, now);
    }
  }

  record PassPin(DeviceId device, String staff) implements GoesOn<Boolean> {
    @Override
    public Decision<Boolean> decide(Box box, Now now) {
      return box.auth().pins().passed(device, staff);
    }
  }

  record UnlockPins(DeviceId device) implements GoesOn<Boolean> {
    @Override
    public Decision<Boolean> decide(Box box, Now now) {
      return box.auth().pins().unlock(device);
    }
  }

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

    @Override
    public Decision<Boolean> decide(Box box, Now now) {
      return box.auth().clients().add(client, secretHash, scopes);
    }
  }

  record RemoveClient(ClientId client) implements GoesOn<Boolean> {
    @Override
    public Decision<Boolean> decide(Box box, Now now) {
      return box.auth().clients().remove(client);
    }
  }

  /** Observations that are facts as they are: refusals, a copied key, a new issuer key. */
  record Note(List<? extends Observation> facts) implements AuthCommand<Command.Done> {
    public Note {
      facts = List.copyOf(facts);
    }

    @Override
    public Decision<Done> decide(Box box, Now now) {
      return new Decision<>(List.copyOf(facts), new Done());
    }
  }
}
