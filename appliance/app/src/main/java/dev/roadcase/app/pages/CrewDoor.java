package dev.roadcase.app.pages;

import dev.roadcase.app.clock.Clock;
import dev.roadcase.app.http.CacheClass;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.line.Lines;
import dev.roadcase.app.problem.Problem;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.SigningKey;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets a browser onto the crew panel: a one-time ticket, made at the box, is changed for a signed
 * cookie that outlives a restart of the box.
 */
public final class CrewDoor {
  private static final String COOKIE = "roadcase-crew";
  private static final String TYP = "crew+jwt";
  public static final Duration TICKET_LIFE = Duration.ofMinutes(10);
  private static final int TICKETS_MAX = 64;

  private final SigningKey key;
  private final Es256 verifier;
  private final Clock clock;
  private final SecureRandom chance;
  private final Map<String, Long> tickets = new ConcurrentHashMap<>();

  public CrewDoor(SigningKey key, Clock clock, SecureRandom chance) {
    this.key = key;
    this.verifier = new Es256(key.publicKey());
    this.clock = clock;
    this.chance = chance;
  }

  /** A new one-time ticket; a few at a time, the oldest are forgotten. */
  public String ticket() {
    if (tickets.size() >= TICKETS_MAX) {
      tickets.clear();
    }
    byte[] bytes = new byte[16];
    chance.nextBytes(bytes);
    String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    tickets.put(ticket, clock.now().monotonic() + TICKET_LIFE.toNanos());
    return ticket;
  }

  /**
   * The ticket in the query, if it is a good one. To look at it does not use it up: a messenger
   * that makes a preview of the link, or a browser that fetches it ahead, is not the crew (RFC
   * 9110, 9.2.1).
   */
  Optional<String> shown(RoutingContext ctx) {
    return Optional.ofNullable(ctx.request().getParam("ticket")).filter(this::good);
  }

  private boolean good(String ticket) {
    Long expires = tickets.get(ticket);
    return expires != null && clock.now().monotonic() <= expires;
  }

  /** Takes the ticket of the form, if there is a good one, and leaves the cookie. */
  boolean enter(RoutingContext ctx) {
    String ticket = ctx.request().getFormAttribute("ticket");
    Long expires = ticket == null ? null : tickets.remove(ticket);
    if (expires == null || clock.now().monotonic() > expires) {
      return false;
    }
    ctx.response()
        // The answer that carries the cookie is nobody's to keep.
        .putHeader(HttpHeaders.CACHE_CONTROL, CacheClass.NEVER.value())
        .addCookie(
            Cookie.cookie(COOKIE, cookie())
                .setHttpOnly(true)
                .setSecure(true)
                .setSameSite(CookieSameSite.STRICT)
                .setPath("/crew")
                .setMaxAge(CrewVisit.LIFE.toSeconds()));
    return true;
  }

  /** Whether this is a browser of the crew; if not, it has been told where to get in. */
  boolean admits(RoutingContext ctx) {
    if (knows(ctx)) {
      Lines.recognise(ctx.request().connection());
      return true;
    }
    Reply.problem(
        ctx,
        Problem.of(
            401,
            "no-token",
            "The panel is for the crew",
            "At the box, type `roadcase box crew`; it prints an address that opens the panel."));
    return false;
  }

  private boolean knows(RoutingContext ctx) {
    Cookie cookie = ctx.request().getCookie(COOKIE);
    return cookie != null && isGood(cookie.getValue());
  }

  /** Whether the cookies of a request, as they came, are of a browser of the crew. */
  public boolean knows(String cookies) {
    // Of several the first: a stranger may send a hundred, and each takes a signature.
    return ServerCookieDecoder.LAX.decodeAll(cookies).stream()
        .filter(cookie -> cookie.name().equals(COOKIE))
        .findFirst()
        .map(cookie -> isGood(cookie.value()))
        .orElse(false);
  }

  private boolean isGood(String cookie) {
    try {
      CompactJws jws = CompactJws.parse(cookie, TYP);
      if (!jws.signedBy(verifier)) {
        return false;
      }
      return !CrewVisit.of(Json.object(jws.payload(), "a crew cookie")).over(clock.now());
    } catch (Malformed e) {
      return false;
    }
  }

  private String cookie() {
    return CompactJws.sign(
        key, TYP, key.publicKey().thumbprint(), CrewVisit.begins(clock.now()).claims());
  }
}
