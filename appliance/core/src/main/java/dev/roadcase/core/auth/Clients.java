package dev.roadcase.core.auth;

import dev.roadcase.core.auth.ClientFact.ClientAdded;
import dev.roadcase.core.auth.ClientFact.ClientRemoved;
import dev.roadcase.core.auth.TokenFact.TokenIssued;
import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Machine;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Reads;
import dev.roadcase.core.fact.SnapshotPart;
import dev.roadcase.core.fact.Staged;
import dev.roadcase.core.identity.ClientId;
import dev.roadcase.core.identity.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Machines that get tokens by a secret. A secret alone is never good for money: what it may be for
 * is {@link #LENDABLE}.
 */
public final class Clients implements Machine {
  /** What a token may be for that is not bound to a key. */
  public static final Set<Scope> LENDABLE = Set.of(Scope.TELEMETRY, Scope.WATCH);

  /** How long such a token lives. */
  public static final Duration LIFE = Duration.ofMinutes(60);

  /**
   * A machine and what its secret opens. The secret has 256 bits of chance: SHA-256 will do.
   *
   * @param added when, by the box's best guess, epoch milliseconds
   * @param lastToken when it last got a token, the same; 0 when it never did
   */
  public record Client(
      ClientId id,
      String secretHash,
      Set<Scope> scopes,
      int lifeSeconds,
      long added,
      long lastToken) {
    public Client {
      scopes = Set.copyOf(scopes);
    }

    Client seen(long now) {
      return new Client(id, secretHash, scopes, lifeSeconds, added, now);
    }

    /** Without the hash. */
    @Override
    public String toString() {
      return "Client[" + id + "]";
    }
  }

  /** All of it, for a snapshot. */
  public record State(List<Client> clients) {
    public State {
      clients = List.copyOf(clients);
    }
  }

  private final Mode mode;
  private final Staged<ClientId, Client> clients = new Staged<>();

  public Clients(Mode mode) {
    this.mode = mode;
  }

  public static String hashOf(String secret) {
    return Hash.of(("roadcase client 1\n" + secret).getBytes(StandardCharsets.UTF_8)).value();
  }

  /**
   * Adds one; answers false when there is one of that name.
   *
   * @throws IllegalArgumentException for a scope that no secret opens
   */
  public Decision<Boolean> add(ClientId id, String secretHash, Set<Scope> scopes) {
    if (!LENDABLE.containsAll(scopes) || scopes.isEmpty()) {
      throw new IllegalArgumentException(
          "a secret is good for " + Scope.words(LENDABLE) + ", and for nothing else");
    }
    return clients.get(id) != null
        ? Decision.nothing(false)
        : Decision.of(
            true, new ClientAdded(id, secretHash, scopes, Math.toIntExact(LIFE.toSeconds())));
  }

  /** Removes one, with all of its tokens; answers whether there was one. */
  public Decision<Boolean> remove(ClientId id) {
    return clients.get(id) == null
        ? Decision.nothing(false)
        : Decision.of(true, new ClientRemoved(id));
  }

  /** The writer's view: whether it may act now. */
  public boolean active(ClientId id) {
    return clients.get(id) != null;
  }

  /** Any thread's view. */
  public @Nullable Client published(ClientId id) {
    return clients.published(id);
  }

  /** Any thread's view: all that may act. */
  public List<Client> published() {
    List<Client> all = new ArrayList<>();
    clients.forEachPublished((_, client) -> all.add(client));
    return all;
  }

  /** Any thread's view: the client, if that is its secret. Takes the same time for any. */
  public @Nullable Client withSecret(ClientId id, String secret) {
    Client client = clients.published(id);
    String kept = client == null ? hashOf("") : client.secretHash();
    boolean same =
        MessageDigest.isEqual(
            kept.getBytes(StandardCharsets.US_ASCII),
            hashOf(secret).getBytes(StandardCharsets.US_ASCII));
    return same ? client : null;
  }

  @Override
  public Reads reads() {
    return Reads.OWN;
  }

  @Override
  public void apply(Entry entry) {
    if (!mode.knowsDevicesOf(entry.fact().mode())) {
      return;
    }
    long at = entry.fact().now().wall();
    switch (entry.fact().body()) {
      case ClientAdded f ->
          clients.put(
              f.client(),
              new Client(f.client(), f.secretHash(), f.scopes(), f.lifeSeconds(), at, 0));
      case TokenIssued f -> {
        Client client = f.subject() instanceof ClientId id ? clients.get(id) : null;
        if (client != null) {
          clients.put(client.id(), client.seen(at));
        }
      }
      case ClientRemoved f -> clients.remove(f.client());
      default -> {}
    }
  }

  @Override
  public void publish() {
    clients.publish();
  }

  @Override
  public void discard() {
    clients.discard();
  }

  @Override
  public Optional<SnapshotPart<?>> snapshotPart() {
    return Optional.of(new SnapshotPart<>("clients", 1, State.class, this::state, this::restore));
  }

  public State state() {
    return new State(clients.values());
  }

  /** Takes up where a snapshot left off. Only before the first {@code apply}. */
  public void restore(State state) {
    state.clients().forEach(c -> clients.put(c.id(), c));
    publish();
  }
}
