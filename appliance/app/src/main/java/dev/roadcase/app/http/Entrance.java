package dev.roadcase.app.http;

import dev.roadcase.app.auth.Admission;
import dev.roadcase.app.auth.Admission.In;
import dev.roadcase.app.auth.Admission.Out;
import dev.roadcase.app.auth.Doorkeeper;
import dev.roadcase.app.auth.Shown;
import dev.roadcase.app.line.Lines;
import dev.roadcase.app.problem.Problem;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Scope;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Asks for the token and its proof. */
public final class Entrance {
  private Entrance() {}

  /**
   * The field of that name (RFC 9110, 11.6.2).
   *
   * @param scheme in lower case; "" without one
   * @param token what follows it
   */
  record Authorization(String scheme, String token) {
    static Authorization of(String header) {
      String credentials = header.strip();
      int space = credentials.indexOf(' ');
      return space < 0
          ? new Authorization(credentials.toLowerCase(Locale.ROOT), "")
          : new Authorization(
              credentials.substring(0, space).toLowerCase(Locale.ROOT),
              credentials.substring(space).strip());
    }
  }

  /** What a request shows. */
  public static Shown shown(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    Authorization authorization = Authorization.of(header == null ? "" : header);
    List<String> proofs = request.headers().getAll("DPoP");
    return new Shown(
        // Of the request as it came (RFC 9449, 4.3).
        AsGet.isHead(ctx) ? "HEAD" : request.method().name(),
        request.scheme() + "://" + request.authority() + request.path(),
        authorization.scheme(),
        authorization.token(),
        proofs.size() == 1 ? Optional.of(proofs.getFirst()) : Optional.empty());
  }

  /** Who comes in with this request, or nothing when it was turned away and has been told why. */
  public static Optional<In> admitted(RoutingContext ctx, Doorkeeper doorkeeper, Scope scope) {
    return admitted(ctx, doorkeeper.admit(shown(ctx), scope), scope);
  }

  /** As {@link #admitted}, for what any of them may see. */
  public static Optional<In> admittedAny(RoutingContext ctx, Doorkeeper doorkeeper) {
    return admitted(ctx, doorkeeper.admitAny(shown(ctx)), Scope.WATCH);
  }

  /**
   * As {@link #admitted}, for what any of several scopes opens.
   *
   * @param scopes the first is the one that a refusal names
   */
  public static Optional<In> admittedOne(
      RoutingContext ctx, Doorkeeper doorkeeper, List<Scope> scopes) {
    Admission admission = doorkeeper.admitAny(shown(ctx));
    boolean fits =
        !(admission instanceof In in) || scopes.stream().anyMatch(scope -> scope.in(in.scopes()));
    return admitted(
        ctx,
        fits
            ? admission
            : new Out(
                Admission.Why.NO_SCOPE,
                "This needs one of \"" + Scope.words(Set.copyOf(scopes)) + "\".",
                Optional.empty()),
        scopes.getFirst());
  }

  /**
   * Whether a request shows a token at all; if not, it was turned away and has been told why. Asked
   * before anything else of it is looked at.
   */
  static boolean showsToken(RoutingContext ctx) {
    if (ctx.request().headers().contains(HttpHeaders.AUTHORIZATION)) {
      return true;
    }
    refuse(ctx, Admission.noToken(), Scope.WATCH);
    return false;
  }

  private static Optional<In> admitted(RoutingContext ctx, Admission admission, Scope scope) {
    return switch (admission) {
      case In in -> {
        Lines.recognise(ctx.request().connection());
        in.nonce().ifPresent(nonce -> ctx.response().putHeader("DPoP-Nonce", nonce));
        yield Optional.of(in);
      }
      case Out out -> {
        refuse(ctx, out, scope);
        yield Optional.empty();
      }
    };
  }

  /** The device behind the request: as {@link #admitted}, and machines stay out. */
  public static Optional<DeviceId> device(RoutingContext ctx, Doorkeeper doorkeeper, Scope scope) {
    Optional<In> in = admitted(ctx, doorkeeper, scope);
    if (in.isPresent() && in.get().device().isEmpty()) {
      refuse(
          ctx,
          new Out(Admission.Why.NO_SCOPE, "This needs a paired device.", Optional.empty()),
          scope);
    }
    return in.flatMap(In::device);
  }

  private static void refuse(RoutingContext ctx, Out out, Scope scope) {
    out.nonce().ifPresent(nonce -> ctx.response().putHeader("DPoP-Nonce", nonce));
    Admission.Why why = out.why();
    if (why.status() == 401 || !why.error().isEmpty()) {
      ctx.response().putHeader("WWW-Authenticate", challenge(why, scope));
    }
    Problem problem = Problem.of(why.status(), why.word(), why.title(), out.detail());
    Reply.problem(ctx, why.status() == 503 ? problem.retryAfter(30) : problem);
  }

  /** RFC 9449 §7.1. */
  private static String challenge(Admission.Why why, Scope scope) {
    String error = why.error().isEmpty() ? "" : " error=\"" + why.error() + "\",";
    String needs = why == Admission.Why.NO_SCOPE ? " scope=\"" + scope.word() + "\"," : "";
    return "DPoP" + error + needs + " algs=\"ES256\"";
  }
}
