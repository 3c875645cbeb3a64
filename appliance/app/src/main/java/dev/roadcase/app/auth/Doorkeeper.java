package dev.roadcase.app.auth;

import dev.roadcase.app.auth.Admission.In;
import dev.roadcase.app.auth.Admission.Out;
import dev.roadcase.app.auth.Admission.Why;
import dev.roadcase.app.box.AuthMachines;
import dev.roadcase.app.clock.Clock;
import dev.roadcase.core.auth.Device;
import dev.roadcase.core.auth.Standing;
import dev.roadcase.core.auth.Streams;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.ClientId;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.Subject;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.token.AccessToken;
import dev.roadcase.wire.token.IssuerUrl;
import dev.roadcase.wire.token.Party;
import dev.roadcase.wire.token.TokenChain;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every token that is shown. A signature that was checked once is remembered by the
 * token's text; how it stands with the token, with its device and with the proof is asked every
 * time.
 */
public final class Doorkeeper {
  private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);
  private static final int REMEMBERED_MAX = 4_096;

  /** Told when the crew should look at a device. */
  public interface Alarm {
    void twoPlaces(DeviceId device);
  }

  private final Supplier<IssuerUrl> issuer;
  private final Party show;
  private final IssuerKeys keys;
  private final AuthMachines machines;
  private final Proofs proofs;
  private final Clock clock;
  private final RefusalLog refusals;
  private final Alarm alarm;
  private final Streams streams = new Streams();
  private final Map<String, TokenChain> checked = new ConcurrentHashMap<>();

  /**
   * A doorkeeper who has seen nobody.
   *
   * @param issuer whose tokens are taken: this box
   * @param show that they have to be for
   */
  public Doorkeeper(
      Supplier<IssuerUrl> issuer,
      Party show,
      IssuerKeys keys,
      AuthMachines machines,
      Proofs proofs,
      Clock clock,
      RefusalLog refusals,
      Alarm alarm) {
    this.issuer = issuer;
    this.show = show;
    this.keys = keys;
    this.machines = machines;
    this.proofs = proofs;
    this.clock = clock;
    this.refusals = refusals;
    this.alarm = alarm;
  }

  /** Does who shows this come in, for that? */
  public Admission admit(Shown shown, Scope scope) {
    return noted(shown, look(shown, scope, false));
  }

  /** Does who shows this come in, for what any of them may see? */
  public Admission admitAny(Shown shown) {
    return noted(shown, look(shown, Scope.WATCH, true));
  }

  /**
   * Whether a request is by one of ours, before it is admitted: it has a proof by the key of a
   * device that may be here, or by the key of a good token; or a good token that is bound to none.
   * The proof may be for any request, and its nonce any: nothing is used up.
   *
   * @param token "" without one
   */
  public boolean recognises(String token, Optional<String> proof) {
    return proof
        .map(text ->
            proofs.isSigned(
                text,
                key ->
                    unwelcome(DeviceId.of(key)).isEmpty()
                        || good(token)
                            .flatMap(TokenChain::thumbprint)
                            .filter(key.thumbprint()::equals)
                            .isPresent()))
        .orElseGet(() -> good(token).filter(chain -> chain.thumbprint().isEmpty()).isPresent());
  }

  private Optional<TokenChain> good(String token) {
    return token.isEmpty() ? Optional.empty() : chain(token).filter(this::isGood);
  }

  private boolean isGood(TokenChain chain) {
    AccessToken root = chain.root();
    Now now = clock.now();
    return unwelcome(root.subject()).isEmpty()
        && machines.tokens().standing(root.claim(), now).allows(Scope.WATCH.risk())
        && (chain.depth() == 0 || chain.expires() * 1000 >= now.lo());
  }

  private Admission noted(Shown shown, Admission admission) {
    if (admission instanceof Out out && out.why() != Why.NO_NONCE && out.why() != Why.NO_TOKEN) {
      refusals.note(out.why().word(), whose(shown));
    }
    return admission;
  }

  private Admission look(Shown shown, Scope scope, boolean any) {
    if (shown.token().isEmpty()) {
      return Admission.noToken();
    }
    Optional<TokenChain> known = chain(shown.token());
    if (known.isEmpty()) {
      return out(Why.BAD_TOKEN, "It is not this box's, or damaged. Fetch another or pair again.");
    }
    TokenChain chain = known.get();
    AccessToken root = chain.root();
    // First: a device that is blocked is told that, and not that its token is bad.
    Optional<Out> unwelcome = unwelcome(root.subject());
    if (unwelcome.isPresent()) {
      return unwelcome.get();
    }
    Now now = clock.now();
    Standing standing = machines.tokens().standing(root.claim(), now);
    if (standing == Standing.UNSURE) {
      LOG.info(
          "token {} may have ended at {}; it is between {} and {}: {} for {}",
          root.index(),
          root.expires(),
          now.lo() / 1000,
          now.hi() / 1000,
          standing.allows(scope.risk()) ? "let in" : "turned away",
          scope.word());
    }
    if (!standing.allows(scope.risk())) {
      return out(why(standing), detail(standing));
    }
    if (chain.depth() > 0 && chain.expires() * 1000 < now.lo()) {
      return out(Why.EXPIRED, "Ask its holder for another.");
    }
    if (!any && !scope.in(chain.scopes())) {
      return out(
          Why.NO_SCOPE,
          "This needs \""
              + scope.word()
              + "\"; the token has \""
              + Scope.words(chain.scopes())
              + "\".");
    }
    return chain.thumbprint().isPresent()
        ? withProof(shown, chain, chain.thumbprint().get())
        : withoutProof(shown, chain);
  }

  private Admission withProof(Shown shown, TokenChain chain, String jkt) {
    if (!shown.scheme().equals("dpop")) {
      return out(Why.BAD_TOKEN, "It is bound to a key: send it as \"Authorization: DPoP …\".");
    }
    return switch (proofs.look(shown, Optional.of(shown.token()))) {
      case Proofs.Look.Bad(var why, var detail, var nonce) -> new Out(why, detail, nonce);
      case Proofs.Look.Good(var _, var by, long stream, var nonce) -> {
        if (!by.equals(jkt)) {
          yield out(Why.BAD_PROOF, "The proof is by another key than the token's.");
        }
        noteStream(chain.root().subject(), chain.depth(), stream);
        yield in(chain, nonce);
      }
    };
  }

  private static Admission withoutProof(Shown shown, TokenChain chain) {
    return shown.scheme().equals("bearer")
        ? in(chain, Optional.empty())
        : out(Why.BAD_TOKEN, "It is bound to no key: send it as \"Authorization: Bearer …\".");
  }

  private void noteStream(Subject subject, int depth, long stream) {
    if (depth == 0
        && subject instanceof DeviceId device
        && streams.note(device, stream, System.nanoTime())) {
      alarm.twoPlaces(device);
    }
  }

  private Optional<Out> unwelcome(Subject subject) {
    return switch (subject) {
      case ClientId client ->
          machines.clients().published(client) == null
              ? Optional.of(out(Why.NOT_PAIRED, "The crew has removed " + client + "."))
              : Optional.empty();
      case DeviceId id -> unwelcome(id);
    };
  }

  /** Why nobody comes in with this device's key, if so. */
  public Optional<Out> unwelcome(DeviceId id) {
    Device device = machines.devices().published(id);
    if (device == null) {
      return Optional.of(
          out(Why.NOT_PAIRED, id + " was never paired with this box. Ask the crew."));
    }
    return switch (device.standing()) {
      case ACTIVE -> Optional.empty();
      case SUSPENDED ->
          Optional.of(
              out(
                  Why.SUSPENDED,
                  "Two different things were signed under one number. Keep what is not booked; the crew"
                      + " can let the device go on."));
      case REVOKED ->
          Optional.of(out(Why.NOT_PAIRED, id + " was blocked by the crew. Ask for a new pairing."));
    };
  }

  /** The token, if this box has signed it for this show, whatever has become of it since. */
  public Optional<TokenChain> chain(String text) {
    TokenChain known = checked.get(text);
    if (known != null) {
      // A key that no longer verifies takes its tokens with it: they are forgotten with the list.
      return Optional.of(known);
    }
    try {
      Optional<TokenChain> chain =
          TokenChain.verified(text, keys::byKid)
              .map(verified -> verified.value())
              .filter(
                  c -> c.root().issuer().equals(issuer.get()) && c.root().audience().equals(show));
      chain.ifPresent(c -> remember(text, c));
      return chain;
    } catch (Malformed e) {
      return Optional.empty();
    }
  }

  private void remember(String text, TokenChain chain) {
    if (checked.size() >= REMEMBERED_MAX) {
      checked.clear();
    }
    checked.put(text, chain);
  }

  private String whose(Shown shown) {
    TokenChain known = checked.get(shown.token());
    return known == null ? "" : known.root().subject().value();
  }

  private static Admission in(TokenChain chain, Optional<String> nonce) {
    return new In(chain.root().subject(), chain.scopes(), chain.root().staff().orElse(""), nonce);
  }

  private static Why why(Standing standing) {
    return switch (standing) {
      case EXPIRED -> Why.EXPIRED;
      case REVOKED -> Why.REVOKED;
      case SUPERSEDED -> Why.SUPERSEDED;
      case UNSURE -> Why.UNSURE;
      case GOOD, UNKNOWN -> Why.BAD_TOKEN;
    };
  }

  private static String detail(Standing standing) {
    return switch (standing) {
      case REVOKED -> "Pair again, if the crew lets you.";
      case UNKNOWN, GOOD -> "This box has not issued it. Fetch another.";
      case EXPIRED, SUPERSEDED -> "Fetch another with the device's key.";
      case UNSURE -> "It may have ended while the power was off. Fetch another.";
    };
  }

  private static Out out(Why why, String detail) {
    return new Out(why, detail, Optional.empty());
  }
}
