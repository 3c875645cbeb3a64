package dev.roadcase.app.pages;

import dev.roadcase.app.http.ReadBody;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.problem.Problem;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Where every form of the crew's pages is mounted: it is taken only from a page of this box. The
 * cookie's {@code SameSite} says so as well, but not every browser holds it, and it takes another
 * port of this host for the same site.
 */
public final class CrewForms {
  private final ReadBody bodies;

  public CrewForms(ReadBody bodies) {
    this.bodies = bodies;
  }

  /**
   * Mounts one. What comes from elsewhere is refused before its body is read and its cookie is
   * looked at.
   *
   * @param most octets of its body
   * @param page where the form is, for the refusal
   */
  void on(Router router, String path, int most, String page, Handler<RoutingContext> handler) {
    bodies
        .on(
            router
                .post(path)
                .handler(ctx -> {
                  if (isFromOurOwnPage(ctx)) {
                    ctx.next();
                  } else {
                    refuse(ctx, page);
                  }
                }),
            most)
        .handler(handler);
  }

  /**
   * By what browsers say of where a form comes from: {@code Origin} (RFC 6454), which all of them
   * send with a POST since 2020; where it is missing, {@code Sec-Fetch-Site} has to say that it is
   * the same origin. A request that says neither is of no browser of today.
   */
  private static boolean isFromOurOwnPage(RoutingContext ctx) {
    List<String> origins = ctx.request().headers().getAll(HttpHeaders.ORIGIN);
    List<String> sites = ctx.request().headers().getAll("Sec-Fetch-Site");
    boolean sameOrigin = sites.equals(List.of("same-origin"));
    return origins.isEmpty()
        ? sameOrigin
        : origins.size() == 1
            && isOurs(ctx, origins.getFirst())
            && (sameOrigin || sites.isEmpty() || sites.equals(List.of("none")));
  }

  /** Whether it is the very scheme, host and port that was asked (RFC 6454, 6.2). */
  private static boolean isOurs(RoutingContext ctx, String origin) {
    return origin.equalsIgnoreCase(ctx.request().scheme() + "://" + ctx.request().authority());
  }

  private static void refuse(RoutingContext ctx, String page) {
    Reply.problem(
        ctx,
        Problem.of(
            403,
            "foreign-origin",
            "This form came from another website",
            "Nothing was changed. Open "
                + page
                + " on the box itself, and try again. (A program sends Origin, with the scheme, the"
                + " host and the port that it asks.)"));
  }
}
