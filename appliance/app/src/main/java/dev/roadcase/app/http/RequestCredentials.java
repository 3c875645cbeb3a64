package dev.roadcase.app.http;

import dev.roadcase.app.auth.Doorkeeper;
import dev.roadcase.app.line.Credentials;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** The tokens and proofs of devices, and the cookie of the crew. */
public final class RequestCredentials implements Credentials {
  private final Doorkeeper doorkeeper;
  private final Predicate<String> crew;

  /**
   * Of devices that {@code doorkeeper} knows.
   *
   * @param crew whether the cookies of a request are of a browser of the crew
   */
  public RequestCredentials(Doorkeeper doorkeeper, Predicate<String> crew) {
    this.doorkeeper = doorkeeper;
    this.crew = crew;
  }

  @Override
  public boolean areGood(Function<String, List<String>> headers) {
    List<String> authorizations = headers.apply("authorization");
    List<String> proofs = headers.apply("dpop");
    if (authorizations.isEmpty() && proofs.isEmpty()) {
      return crew.test(String.join("; ", headers.apply("cookie")));
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
