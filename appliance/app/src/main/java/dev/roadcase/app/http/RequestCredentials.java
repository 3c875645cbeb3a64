package dev.roadcase.app.http;

import dev.roadcase.app.auth.Doorkeeper;
import dev.roadcase.app.line.Credentials;
import java.util.List;
import java.util.function.Function;

/** The tokens and proofs of devices, and the cookie of the crew. */
final class RequestCredentials implements Credentials {
  private final Doorkeeper doorkeeper;
  private final CrewDoor crew;

  RequestCredentials(Doorkeeper doorkeeper, CrewDoor crew) {
    this.doorkeeper = doorkeeper;
    this.crew = crew;
  }

  @Override
  public boolean areGood(Function<String, List<String>> headers) {
    List<String> authorizations = headers.apply("authorization");
    List<String> proofs = headers.apply("dpop");
    if (authorizations.isEmpty() && proofs.isEmpty()) {
      return crew.knows(String.join("; ", headers.apply("cookie")));
    }
    return authorizations.size() <= 1
        && proofs.size() <= 1
        && doorkeeper.recognises(
            authorizations.isEmpty()
                ? ""
                : Entrance.Authorization.of(authorizations.getFirst()).token(),
            proofs.stream().findFirst());
  }
}
