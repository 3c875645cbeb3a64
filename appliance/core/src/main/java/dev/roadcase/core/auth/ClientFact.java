package dev.roadcase.core.auth;

import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.Reach;
import dev.roadcase.core.identity.ClientId;
import dev.roadcase.core.identity.Scope;
import java.util.Set;

/** Machines that get tokens by a secret. One record a type. */
public sealed interface ClientFact extends FactBody {
  FactType CLIENT_ADDED = new FactType("client-added", 1, Reach.BOX, ClientAdded.class);

  FactType CLIENT_REMOVED = new FactType("client-removed", 1, Reach.P0_URGENT, ClientRemoved.class);

  @Override
  default FactType type() {
    return switch (this) {
      case ClientAdded _ -> CLIENT_ADDED;
      case ClientRemoved _ -> CLIENT_REMOVED;
    };
  }

  @Override
  default String key() {
    return switch (this) {
      case ClientAdded f -> "client/" + f.client();
      case ClientRemoved f -> "client/" + f.client();
    };
  }

  /**
   * A machine may get tokens by its secret.
   *
   * @param secretHash SHA-256 of the secret, which has 256 bits of chance; base64url
   */
  record ClientAdded(ClientId client, String secretHash, Set<Scope> scopes, int lifeSeconds)
      implements ClientFact {
    public ClientAdded {
      scopes = Set.copyOf(scopes);
    }

    /** Without the hash. */
    @Override
    public String toString() {
      return "ClientAdded[" + client + "]";
    }
  }

  record ClientRemoved(ClientId client) implements ClientFact {}
}
