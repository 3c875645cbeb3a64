package dev.roadcase.app.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.auth.DeviceDesk;
import dev.roadcase.app.auth.Doorkeeper;
import dev.roadcase.app.box.AuthCommand.AddClient;
import dev.roadcase.app.box.AuthCommand.RemoveClient;
import dev.roadcase.app.box.AuthCommand.RevokeToken;
import dev.roadcase.app.box.AuthMachines;
import dev.roadcase.app.clock.Clock;
import dev.roadcase.app.http.Asked;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.Form;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.http.Ways;
import dev.roadcase.app.problem.Problem;
import dev.roadcase.app.problem.Refusals;
import dev.roadcase.core.auth.Claim;
import dev.roadcase.core.auth.Clients;
import dev.roadcase.core.auth.Device;
import dev.roadcase.core.auth.Devices;
import dev.roadcase.core.auth.PairOutcome;
import dev.roadcase.core.auth.PairingDesk.Waiting;
import dev.roadcase.core.auth.Standing;
import dev.roadcase.core.auth.Tokens;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.ClientId;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.Subject;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.token.TokenChain;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Devices, codes, clients and tokens, for the person at the box. Behind the local door's check. */
public final class AdminAuthRoutes implements Doors.Pages {
  private final AuthMachines machines;
  private final DeviceDesk desk;
  private final Doorkeeper doorkeeper;
  private final Clock clock;
  private final SecureRandom chance;

  public AdminAuthRoutes(
      AuthMachines machines,
      DeviceDesk desk,
      Doorkeeper doorkeeper,
      Clock clock,
      SecureRandom chance) {
    this.machines = machines;
    this.desk = desk;
    this.doorkeeper = doorkeeper;
    this.clock = clock;
    this.chance = chance;
  }

  @Override
  public void mount(Router router) {
    Ways.acting(router, "/pairing-codes", this::offer);
    Ways.reading(router, "/waiting", this::waiting);
    Ways.acting(router, "/waiting/turn-away", this::turnAllAway);
    Ways.acting(router, "/waiting/:id/let-in", this::letIn);
    Ways.acting(router, "/waiting/:id/turn-away", this::turnAway);
    Ways.reading(router, "/devices", this::devices);
    Ways.acting(
        router,
        "/devices/:device/revoke",
        ctx -> device(ctx, "revoked", id -> desk.revoke(id, "revoked at the box")));
    Ways.acting(
        router, "/devices/:device/resume", ctx -> device(ctx, "resumed", unblocked(desk::resume)));
    Ways.acting(
        router, "/devices/:device/unlock", ctx -> device(ctx, "unlocked", unblocked(desk::unlock)));
    router.get("/clients").handler(this::clients);
    router.post("/clients").handler(this::addClient);
    Ways.closed(router, "/clients", "GET, HEAD, POST");
    Ways.acting(router, "/clients/:client/remove", this::removeClient);
    Ways.reading(router, "/tokens", this::tokens);
    Ways.acting(router, "/tokens/:index/revoke", this::revokeToken);
    Ways.acting(router, "/oauth/introspect", this::introspect);
  }

  private void offer(RoutingContext ctx) {
    Buffer body = ctx.body().buffer();
    Role role = Role.TILL;
    boolean ask = false;
    if (body != null && body.length() > 0) {
      Fields fields = Json.object(body.getBytes(), "a pairing code's request");
      role = fields.as("role", Role::of);
      ask = fields.has("ask") && fields.truth("ask");
      fields.done();
    }
    ObjectNode answer =
        Json.MAPPER
            .createObjectNode()
            .put("role", role.word())
            .put("ask", ask)
            .put("expiresIn", Devices.CODE_LIFE.toSeconds());
    desk.offer(role, ask)
        .onSuccess(code -> Reply.json(ctx, 201, answer.put("code", code)))
        .onFailure(cause -> Reply.failed(ctx, cause));
  }

  private void waiting(RoutingContext ctx) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    ArrayNode list = node.putArray("waiting");
    for (Waiting waiting : desk.waiting()) {
      list.addObject()
          .put("id", waiting.id())
          .put("name", waiting.request().name())
          .put("role", waiting.request().role().word())
          .put("device", waiting.request().binding().device().map(DeviceId::value).orElse(""))
          .put("code", waiting.userCode())
          .put("digits", waiting.digits().orElse(""))
          .put("digitsDue", waiting.digitsDue());
    }
    Reply.json(ctx, 200, node);
  }

  private void letIn(RoutingContext ctx) {
    desk.letIn(Asked.path(ctx, "id"))
        .onSuccess(outcome -> {
          if (outcome.isEmpty()) {
            Reply.problem(ctx, nobodyWaits());
            return;
          }
          switch (outcome.get()) {
            case PairOutcome.Paired(var device, var _) ->
                Reply.json(
                    ctx, 200, Json.MAPPER.createObjectNode().put("device", device.id().value()));
            case PairOutcome.KeyDue() ->
                Reply.json(ctx, 200, Json.MAPPER.createObjectNode().put("keyDue", true));
            case PairOutcome.AskTheCrew _ ->
                throw new IllegalStateException("the crew has just said yes");
            case PairOutcome.Refused why -> Reply.problem(ctx, Refusals.of(why));
          }
        })
        .onFailure(cause -> Reply.failed(ctx, cause));
  }

  private void turnAway(RoutingContext ctx) {
    if (desk.turnAway(Asked.path(ctx, "id"))) {
      Reply.json(ctx, 200, Json.MAPPER.createObjectNode().put("turnedAway", true));
    } else {
      Reply.problem(ctx, nobodyWaits());
    }
  }

  private void turnAllAway(RoutingContext ctx) {
    Reply.json(ctx, 200, Json.MAPPER.createObjectNode().put("turnedAway", desk.turnAllAway()));
  }

  private void devices(RoutingContext ctx) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    ArrayNode list = node.putArray("devices");
    Map<Subject, Duration> bounds = machines.tokens().bounds(clock.now());
    for (Device device : machines.devices().published()) {
      list.addObject()
          .put("device", device.id().value())
          .put("name", device.name())
          .put("role", device.role().word())
          .put("standing", device.standing().name().toLowerCase(Locale.ROOT))
          .put("revoked", device.revoked())
          .put("twoPlaces", device.twoPlaces())
          .put("tokenLeft", seconds(bounds.getOrDefault(device.id(), Duration.ZERO)))
          .put("pinLocked", machines.pins().locked(device.id()));
    }
    Reply.json(ctx, 200, node);
  }

  private void device(RoutingContext ctx, String done, Function<DeviceId, Future<Boolean>> action) {
    DeviceId device;
    try {
      device = new DeviceId(Asked.path(ctx, "device"));
    } catch (IllegalArgumentException e) {
      Reply.problem(ctx, Problem.malformed(String.valueOf(e.getMessage())));
      return;
    }
    if (machines.devices().published(device) == null) {
      Reply.problem(
          ctx,
          Problem.of(
              404,
              "unknown-device",
              "No such device",
              device + " was never paired. `roadcase box devices` lists those that were."));
      return;
    }
    changed(ctx, done, action.apply(device));
  }

  /** What was blocked stays so: to say that nothing was open would be half of the truth. */
  private Function<DeviceId, Future<Boolean>> unblocked(
      Function<DeviceId, Future<Boolean>> action) {
    return id -> {
      Device device = machines.devices().published(id);
      return device != null && device.revoked()
          ? Future.failedFuture(new Blocked(id))
          : action.apply(id);
    };
  }

  /** The device is out for good. */
  private static final class Blocked extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Blocked(DeviceId device) {
      super(device + " is blocked for good; pair it anew: roadcase box code");
    }
  }

  private void clients(RoutingContext ctx) {
    Now now = clock.now();
    Map<Subject, Duration> bounds = machines.tokens().bounds(now);
    ObjectNode node = Json.MAPPER.createObjectNode();
    ArrayNode list = node.putArray("clients");
    List<Clients.Client> all = machines.clients().published();
    all.sort(Comparator.comparing(client -> client.id().value()));
    for (Clients.Client client : all) {
      long left = seconds(bounds.getOrDefault(client.id(), Duration.ZERO));
      boolean never = client.lastToken() == 0;
      ObjectNode one =
          list.addObject()
              .put("client", client.id().value())
              .put("scope", Scope.words(client.scopes()))
              .put("state", never ? "new" : left > 0 ? "active" : "quiet")
              .put("added", client.added() / 1000)
              .put("tokenLeft", left);
      if (never) {
        one.putNull("lastToken").putNull("lastTokenAgo");
      } else {
        one.put("lastToken", client.lastToken() / 1000)
            .put("lastTokenAgo", Math.max(0, now.wall() - client.lastToken()) / 1000);
      }
    }
    Reply.json(ctx, 200, node);
  }

  private void addClient(RoutingContext ctx) {
    Buffer body = ctx.body().buffer();
    Fields fields = Json.object(body == null ? new byte[0] : body.getBytes(), "a client's request");
    ClientId client = fields.as("client", ClientId::new);
    Set<Scope> scopes = fields.as("scope", Scope::set);
    fields.done();
    if (!Clients.LENDABLE.containsAll(scopes)) {
      Reply.problem(
          ctx,
          Problem.malformed(
              "A secret is good for \"" + Scope.words(Clients.LENDABLE) + "\" and nothing else."));
      return;
    }
    byte[] bits = new byte[32];
    chance.nextBytes(bits);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    desk.submit(new AddClient(client, Clients.hashOf(secret), scopes))
        .onSuccess(added -> {
          if (added) {
            ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            Reply.json(
                ctx,
                201,
                Json.MAPPER
                    .createObjectNode()
                    .put("client", client.value())
                    .put("secret", secret)
                    .put("scope", Scope.words(scopes)));
          } else {
            Reply.problem(
                ctx,
                Problem.of(
                    409,
                    "client-exists",
                    "There is a client of that name",
                    "Remove it first, or take another name: " + client + "."));
          }
        })
        .onFailure(cause -> Reply.failed(ctx, cause));
  }

  private void removeClient(RoutingContext ctx) {
    ClientId client;
    try {
      client = new ClientId(Asked.path(ctx, "client"));
    } catch (IllegalArgumentException e) {
      Reply.problem(ctx, Problem.malformed(String.valueOf(e.getMessage())));
      return;
    }
    changed(ctx, "removed", desk.submit(new RemoveClient(client)));
  }

  private void tokens(RoutingContext ctx) {
    Now now = clock.now();
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("epoch", machines.tokens().epoch().epoch());
    ArrayNode list = node.putArray("tokens");
    List<Tokens.Issued> all = machines.tokens().published();
    all.sort(Comparator.comparing((Tokens.Issued t) -> t.subject().value()));
    for (Tokens.Issued token : all) {
      Standing standing = machines.tokens().standing(claim(token), now);
      list.addObject()
          .put("index", token.index())
          .put("sub", token.subject().value())
          .put("scope", Scope.words(token.scopes()))
          .put("generation", (token.generation() & 1) == 0 ? "online" : "offline")
          .put("exp", token.expires())
          .put("left", seconds(token.left(now)))
          .put("standing", standing.name().toLowerCase(Locale.ROOT));
    }
    Reply.json(ctx, 200, node);
  }

  private void revokeToken(RoutingContext ctx) {
    String path = Asked.path(ctx, "index");
    Tokens.Issued token =
        path.matches("[0-9]{1,6}") ? machines.tokens().published(Integer.parseInt(path)) : null;
    if (token == null) {
      Reply.problem(
          ctx,
          Problem.of(
              404, "unknown-token", "No such token", "`roadcase box tokens` lists their numbers."));
      return;
    }
    changed(
        ctx,
        "revoked",
        desk.submit(new RevokeToken(token.index(), token.subject(), "revoked at the box")));
  }

  /** RFC 7662, for who runs beside the box. */
  private void introspect(RoutingContext ctx) {
    Form form = Form.of(ctx);
    Optional<TokenChain> chain = doorkeeper.chain(form.required("token"));
    ObjectNode answer = Json.MAPPER.createObjectNode();
    Now now = clock.now();
    boolean active =
        chain
            .filter(c -> machines.tokens().standing(c.root().claim(), now) == Standing.GOOD)
            .filter(c -> c.depth() == 0 || c.expires() * 1000 >= now.lo())
            .filter(c -> welcome(c))
            .isPresent();
    answer.put("active", active);
    if (active) {
      TokenChain token = chain.get();
      answer
          .put("iss", token.root().issuer().toString())
          .put("aud", token.root().audience().toString())
          .put("sub", token.root().subject().value())
          .put("client_id", token.root().subject().value())
          .put("scope", Scope.words(token.scopes()))
          .put("exp", token.expires())
          .put("jti", Integer.toString(token.root().index()))
          .put("token_type", token.thumbprint().isPresent() ? "DPoP" : "Bearer");
      token.thumbprint().ifPresent(jkt -> answer.putObject("cnf").put("jkt", jkt));
    }
    Reply.json(ctx, 200, answer);
  }

  private boolean welcome(TokenChain chain) {
    return switch (chain.root().subject()) {
      case DeviceId id -> doorkeeper.unwelcome(id).isEmpty();
      case ClientId id -> machines.clients().published(id) != null;
    };
  }

  private static Claim claim(Tokens.Issued token) {
    return new Claim(token.index(), token.subject(), token.generation(), token.expires());
  }

  private static void changed(RoutingContext ctx, String done, Future<Boolean> change) {
    change
        .onSuccess(
            changed -> Reply.json(ctx, 200, Json.MAPPER.createObjectNode().put(done, changed)))
        .onFailure(cause -> {
          if (cause instanceof Blocked) {
            Reply.problem(
                ctx,
                Problem.of(
                    409,
                    "device-blocked",
                    "The device is blocked",
                    String.valueOf(cause.getMessage())));
          } else {
            Reply.failed(ctx, cause);
          }
        });
  }

  /** Whole seconds, rounded up: a bound is never shown too short. */
  private static long seconds(Duration left) {
    return left.isPositive() ? left.plusNanos(999_999_999).toSeconds() : 0;
  }

  private static Problem nobodyWaits() {
    return Problem.of(
        404,
        "nobody-waits",
        "Nobody waits under that id",
        "It was decided already, or ten minutes have passed. `roadcase box waiting` lists who waits.");
  }
}
