package dev.roadcase.app.oauth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.auth.AuthHouse;
import dev.roadcase.app.clock.Clock;
import dev.roadcase.app.http.CacheClass;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.http.Ways;
import dev.roadcase.app.line.ClientAddress;
import dev.roadcase.app.problem.Problem;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.Jwk;
import dev.roadcase.wire.token.IssuerUrl;
import dev.roadcase.wire.token.StatusList;
import dev.roadcase.wire.token.TimeToken;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;

/** What anybody may know of the broker: its keys, its endpoints, the dead tokens, the time. */
public final class AuthPages implements Doors.Pages {
  private static final String STATUS_LISTS = "/oauth/status-lists";

  private final AuthHouse auth;
  private final StatusFeed feed;
  private final Clock clock;
  private final TimeQuota times = new TimeQuota();

  public AuthPages(AuthHouse auth, StatusFeed feed, Clock clock) {
    this.auth = auth;
    this.feed = feed;
    this.clock = clock;
  }

  @Override
  public void mount(Router router) {
    Ways.reading(router, "/.well-known/oauth-authorization-server", this::metadata);
    Ways.reading(router, "/.well-known/jwks.json", this::keys);
    Ways.reading(router, STATUS_LISTS, this::statusLists);
    Ways.reading(router, "/oauth/status-lists/1", this::statusList);
    Ways.stream(router, "/oauth/status-lists/1/events", feed::listen);
    Ways.reading(router, "/time", this::time);
  }

  /**
   * RFC 8414. One issuer, at either door and by whatever name it was asked: a guest's {@code Host}
   * has no say in it, and it is the one that tokens name.
   */
  private void metadata(RoutingContext ctx) {
    IssuerUrl issuer = auth.issuer().get();
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("issuer", issuer.value());
    node.put("token_endpoint", issuer.at(OAuthRoutes.TOKEN));
    node.put("device_authorization_endpoint", issuer.at(OAuthRoutes.DEVICE_AUTHORIZATION));
    node.put("revocation_endpoint", issuer.at(OAuthRoutes.REVOKE));
    node.put("jwks_uri", issuer.at("/.well-known/jwks.json"));
    node.put("status_list_aggregation_endpoint", issuer.at(STATUS_LISTS));
    node.putArray("grant_types_supported").add("client_credentials").add(OAuthRoutes.DEVICE_CODE);
    node.putArray("response_types_supported");
    for (String endpoint : List.of("token", "revocation")) {
      node.putArray(endpoint + "_endpoint_auth_methods_supported")
          .add("none")
          .add("client_secret_basic")
          .add("client_secret_post");
    }
    node.putArray("dpop_signing_alg_values_supported").add("ES256");
    ArrayNode scopes = node.putArray("scopes_supported");
    for (Scope scope : Scope.values()) {
      scopes.add(scope.word());
    }
    cached(ctx);
    Reply.json(ctx, 200, node);
  }

  private void keys(RoutingContext ctx) {
    ObjectNode set = Json.MAPPER.createObjectNode();
    ArrayNode keys = set.putArray("keys");
    for (PublicKey key : auth.keys().published()) {
      keys.add(Jwk.write(key).put("kid", Jwk.keyId(key)).put("use", "sig").put("alg", "ES256"));
    }
    cached(ctx);
    Reply.json(ctx, 200, set);
  }

  /** Which lists there are (Token Status List, section 9). */
  private void statusLists(RoutingContext ctx) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.putArray("status_lists").add(auth.issuer().get().statusList());
    cached(ctx);
    Reply.json(ctx, 200, node);
  }

  private void statusList(RoutingContext ctx) {
    ctx.response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/" + StatusList.TYP)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    Reply.end(ctx, Buffer.buffer(auth.status().now().jwt()));
  }

  private void time(RoutingContext ctx) {
    Now now = clock.now();
    long second = now.monotonic() / Duration.ofSeconds(1).toNanos();
    if (!times.grants(ClientAddress.of(ctx.request().remoteAddress()), second)) {
      Reply.problem(
          ctx,
          Problem.of(429, "too-many-times", "Too many ask for the time", "Ask in a second.")
              .retryAfter(1));
      return;
    }
    String nonce = ctx.request().getParam("nonce");
    String jwt;
    try {
      jwt =
          new TimeToken(nonce == null ? "" : nonce, now.lo(), now.hi())
              .signedBy(auth.keys().present());
    } catch (IllegalArgumentException e) {
      Reply.problem(ctx, Problem.malformed("\"nonce\" is 1 to 64 base64url characters."));
      return;
    }
    ctx.response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/" + TimeToken.TYP)
        .putHeader(HttpHeaders.CACHE_CONTROL, CacheClass.NEVER.value());
    Reply.end(ctx, Buffer.buffer(jwt));
  }

  /** Keys change daily, and the next one is there beforehand. */
  private static void cached(RoutingContext ctx) {
    ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, "max-age=60");
  }
}
