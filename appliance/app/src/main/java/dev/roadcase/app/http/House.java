package dev.roadcase.app.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.Release;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.config.BoxConfig.Listen;
import dev.roadcase.app.journal.Clock;
import dev.roadcase.app.journal.JournalReader;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.core.fact.FactCodec;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.x509.KitFolder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;

/** What stands behind the doors: every route, and on which door it is. */
public final class House {
  private final Vertx vertx;
  private final Doors.Operations catalogue;
  private final Doors.Operations receipts;
  private final Doors.Operations keys;
  private final Doors.Operations health;
  private final Doors.Operations money;
  private final Doors.Operations devices;
  private final Doors.Operations telemetry;
  private final Doors.Pages admin;
  private final Box box;

  public House(
      Vertx vertx,
      Box box,
      Writer writer,
      JournalReader reader,
      FactCodec codec,
      Sessions sessions,
      Clock clock,
      String adminToken) {
    this.vertx = vertx;
    this.box = box;
    Copies copies = new Copies(box.ledger(), seq -> false);
    CrewDoor crew = new CrewDoor(sessions.key(), clock);
    catalogue = new CatalogueRoutes(box);
    receipts = new ReceiptRoutes(vertx, box, reader, codec, copies);
    keys = DeviceRoutes.keys(sessions);
    health = this::health;
    money = new MoneyRoutes(vertx, writer, box, sessions, copies);
    devices = new DeviceRoutes(vertx, writer, box, sessions);
    telemetry = new TelemetryRoutes(vertx, writer, sessions);
    admin =
        new AdminRoutes(vertx, writer, box, adminToken, crew, () -> Json.MAPPER.createObjectNode());
  }

  public Future<Doors.Ports> open(KitFolder kit, Listen https, Listen http, Listen local) {
    return Contract.load(vertx)
        .compose(contract -> {
          Doors.Rooms rooms =
              new Doors.Rooms(
                  contract,
                  List.of(catalogue, receipts, keys, health),
                  List.of(money, devices, telemetry),
                  House::publicPages,
                  _ -> {},
                  admin);
          return new Doors(vertx, rooms, kit.keyFile(), kit.chainFile()).open(https, http, local);
        });
  }

  private Map<String, io.vertx.core.Handler<io.vertx.ext.web.RoutingContext>> health() {
    return Map.of(
        "getHealth",
        ctx ->
            Reply.json(
                ctx,
                200,
                Json.MAPPER.createObjectNode().put("status", "up").put("release", Release.VERSION)),
        "getReady",
        ctx -> {
          ObjectNode node = Json.MAPPER.createObjectNode();
          boolean ready = box.catalogue().published().isPresent();
          node.put("ready", ready);
          if (ready) {
            node.putArray("why");
          } else {
            node.putArray("why").add("no pack is loaded");
          }
          Reply.json(ctx, ready ? 200 : 503, node);
        });
  }

  private static void publicPages(Router router) {
    Buffer contract = Buffer.buffer(Contract.published());
    router
        .get("/openapi.yaml")
        .handler(ctx ->
            ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml").end(contract));
  }
}
