package dev.roadcase.app.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.assets.AssetStore;
import dev.roadcase.app.clock.Clock;
import dev.roadcase.app.http.Answers;
import dev.roadcase.app.http.CacheClass;
import dev.roadcase.app.http.Content;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.shop.View;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.x509.KitFolder;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this box is and has, signed by the kit's key: a device asks for it first, and again before
 * it expires. Whoever wants proof asks for {@code application/jose} and gets a compact JWS; the
 * plain JSON carries the same signature, detached (RFC 7515, appendix F).
 */
public final class ManifestRoutes implements Doors.Operations {
  /** The {@code typ} of the JWS. */
  static final String TYP = "manifest+jwt";

  static final Duration LIFE = Duration.ofSeconds(60);
  private static final String JOSE = "application/jose";

  /** Made anew when half of its life has passed. */
  private static final long FRESH_NANOS = LIFE.toNanos() / 2;

  /** What there is to ask for at the visitors' door. */
  private static final List<String> ENDPOINTS =
      List.of(
          "/",
          "/assets/{sha256}",
          "/catalogue/changes",
          "/catalogue/items",
          "/catalogue/items/{sku}",
          "/healthz",
          "/openapi.yaml",
          "/products/{product}",
          "/readyz",
          "/receipts/{receipt}");

  private final KitFolder kit;
  private final Answers answers;
  private final CatalogueRoutes catalogue;
  private final AssetStore assets;
  private final Clock clock;

  public ManifestRoutes(
      KitFolder kit, Answers answers, CatalogueRoutes catalogue, AssetStore assets, Clock clock) {
    this.kit = kit;
    this.answers = answers;
    this.catalogue = catalogue;
    this.assets = assets;
    this.clock = clock;
  }

  @Override
  public Map<String, Handler<RoutingContext>> byId() {
    return Map.of("getManifest", this::get);
  }

  private void get(RoutingContext ctx) {
    String accept = ctx.request().getHeader(HttpHeaders.ACCEPT);
    boolean jose = accept != null && accept.contains(JOSE);
    String name =
        "manifest " + clock.now().monotonic() / FRESH_NANOS + (jose ? " signed" : " plain");
    ctx.response().headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    answers.send(
        ctx.request(),
        name,
        view -> {
          Optional<String> etag = view.goods().map(_ -> catalogue.etag());
          return jose ? signed(payload(view, etag)) : plain(payload(view, etag));
        });
  }

  private Content signed(ObjectNode payload) {
    return Content.data(jws(payload).getBytes(StandardCharsets.US_ASCII), JOSE, CacheClass.SHORT);
  }

  private Content plain(ObjectNode payload) {
    String jws = jws(payload);
    // The same object without this member, written as RFC 8785 has it, is what was signed.
    payload.put(
        "signature",
        jws.substring(0, jws.indexOf('.')) + ".." + jws.substring(jws.lastIndexOf('.') + 1));
    return Content.data(Reply.bytes(payload).getBytes(), "application/json", CacheClass.SHORT);
  }

  private String jws(ObjectNode payload) {
    return CompactJws.sign(
        kit.key(), TYP, kit.key().publicKey().thumbprint(), Reply.bytes(payload).getBytes());
  }

  /** Its members stand in the order of RFC 8785: whoever sorts them gets the same bytes. */
  private ObjectNode payload(View view, Optional<String> etag) {
    Now now = clock.now();
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.putObject("assets")
        .put("base", AssetRoutes.PATH)
        .put("count", assets.shown().size())
        .put("octets", assets.shown().stream().mapToLong(AssetStore.Asset::size).sum());
    etag.ifPresentOrElse(
        tag -> node.putObject("catalogue").put("etag", tag).put("href", CatalogueRoutes.PATH),
        () -> node.putNull("catalogue"));
    ArrayNode endpoints = node.putArray("endpoints");
    ENDPOINTS.forEach(endpoints::add);
    node.put("expires", Instant.ofEpochMilli(now.wall() + LIFE.toMillis()).toString());
    node.put("fleet", kit.fleet().value());
    node.put("issued", Instant.ofEpochMilli(now.wall()).toString());
    node.put("kit", kit.kit().value());
    node.put("mode", view.mode().word());
    view.goods()
        .ifPresentOrElse(
            goods -> pack(node.putObject("pack"), goods.pack()), () -> node.putNull("pack"));
    node.put("show", kit.show());
    node.put("timeSure", now.sure());
    node.put("ttl", LIFE.toSeconds());
    return node;
  }

  private static void pack(ObjectNode node, Pack pack) {
    node.put("id", pack.id().hex()).put("version", pack.version());
  }
}
