package dev.roadcase.app.pages;

import static java.util.Objects.requireNonNull;

import dev.roadcase.app.auth.DeviceDesk;
import dev.roadcase.app.box.AuthMachines;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.http.Ways;
import dev.roadcase.app.screens.DevicePage;
import dev.roadcase.app.screens.Said;
import dev.roadcase.app.screens.Tone;
import dev.roadcase.core.auth.Device;
import dev.roadcase.core.auth.PairOutcome;
import dev.roadcase.core.auth.PairingDesk.Waiting;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The crew's page about devices: waiting, paired, one more. Forms, as the price list. */
public final class DevicePageRoutes implements Doors.Pages {
  private static final int FORM_MAX = 4_096;
  private static final int HTTPS = 443;

  private final AuthMachines machines;
  private final DeviceDesk desk;
  private final CrewDoor door;
  private final CrewEyes eyes;
  private final CrewStream stream;
  private final CrewFrames frames;
  private final PublicKey boxKey;
  private final CrewForms forms;

  public DevicePageRoutes(
      AuthMachines machines,
      DeviceDesk desk,
      CrewDoor door,
      CrewEyes eyes,
      CrewStream stream,
      CrewFrames frames,
      PublicKey boxKey,
      CrewForms forms) {
    this.forms = forms;
    this.machines = machines;
    this.desk = desk;
    this.door = door;
    this.eyes = eyes;
    this.stream = stream;
    this.frames = frames;
    this.boxKey = boxKey;
  }

  @Override
  public void mount(Router router) {
    router.get(DevicePage.PATH).handler(this::list);
    forms.on(router, DevicePage.PATH, FORM_MAX, DevicePage.PATH, this::act);
    Ways.closed(router, DevicePage.PATH, "GET, HEAD, POST");
    Ways.stream(
        router,
        DevicePage.EVENTS,
        ctx -> stream.open(ctx, () -> DevicePage.fragments(eyes.devicesInFull())));
  }

  private void list(RoutingContext ctx) {
    if (door.admits(ctx)) {
      page(ctx, 200, done(ctx), Optional.empty());
    }
  }

  private void act(RoutingContext ctx) {
    if (!door.admits(ctx)) {
      return;
    }
    String what = String.valueOf(ctx.request().getFormAttribute("do"));
    switch (what) {
      case "let-in" -> letIn(ctx, field(ctx, "id"), field(ctx, "digits"));
      case "turn-away" -> {
        if (desk.turnAway(field(ctx, "id"))) {
          seeOther(ctx, "?done=" + what);
        } else {
          nobodyWaits(ctx);
        }
      }
      case "turn-all-away" -> {
        desk.turnAllAway();
        seeOther(ctx, "?done=" + what);
      }
      case "revoke" -> device(ctx, what, id -> desk.revoke(id, "revoked on the panel"));
      case "resume" -> device(ctx, what, desk::resume);
      case "unlock" -> device(ctx, what, desk::unlock);
      case "offer" -> offer(ctx);
      default -> bad(ctx, 422, "Nothing was done: the form was cut short. Load the page again.");
    }
  }

  /** Only the device that the crew has seen: with the digits that stood beside its name. */
  private void letIn(RoutingContext ctx, String id, String digits) {
    Optional<Waiting> who = desk.waiting().stream().filter(w -> w.id().equals(id)).findFirst();
    if (who.isPresent() && !who.get().digits().orElse("").equals(digits)) {
      bad(
          ctx,
          409,
          "Not paired: the six digits have arrived meanwhile. Compare them, then approve again.");
      return;
    }
    desk.letIn(id)
        .onSuccess(outcome -> {
          if (outcome.isEmpty()) {
            nobodyWaits(ctx);
          } else {
            answer(ctx, outcome.get());
          }
        })
        .onFailure(cause -> Reply.failed(ctx, cause));
  }

  private void answer(RoutingContext ctx, PairOutcome outcome) {
    switch (outcome) {
      case PairOutcome.Paired(var device, var _) ->
          seeOther(ctx, "?done=let-in&device=" + device.id());
      case PairOutcome.KeyDue() -> seeOther(ctx, "?done=approved");
      case PairOutcome.DigitsDue() ->
          bad(ctx, 409, "Not paired: its six digits are not here yet. Wait for them.");
      case PairOutcome.KeyRevoked() ->
          bad(
              ctx,
              409,
              "Not paired: this device was blocked before. It has to make a new key and ask again.");
      case PairOutcome.KeySuspended() ->
          bad(ctx, 409, "Not paired: this device is suspended. Find it in the list below.");
      case PairOutcome.CodeUsed() ->
          bad(ctx, 409, "Not paired: another device has used this code. Make a new one.");
      case PairOutcome.CodeExpired _,
          PairOutcome.CodeUnknown _,
          PairOutcome.AskTheCrew _,
          PairOutcome.TooManyTries _ ->
          bad(ctx, 409, "Not paired: its code has expired. Make a new one.");
    }
  }

  private interface Action {
    Future<Boolean> on(DeviceId device);
  }

  private void device(RoutingContext ctx, String what, Action action) {
    Optional<Device> device = known(field(ctx, "id"));
    if (device.isEmpty()) {
      bad(ctx, 422, "Nothing was done: there is no such device.");
      return;
    }
    DeviceId id = device.get().id();
    action
        .on(id)
        .onSuccess(_ -> seeOther(ctx, "?done=" + what + "&device=" + id))
        .onFailure(cause -> Reply.failed(ctx, cause));
  }

  private void offer(RoutingContext ctx) {
    HostAndPort here = requireNonNull(ctx.request().authority());
    Role role;
    try {
      role = Role.of(field(ctx, "role"));
    } catch (IllegalArgumentException e) {
      bad(ctx, 422, "No code was made: " + e.getMessage() + ".");
      return;
    }
    desk.offer(role, true)
        .onSuccess(code ->
            page(
                ctx,
                200,
                Optional.empty(),
                Optional.of(
                    DevicePage.offer(
                        code,
                        role,
                        here.host(),
                        here.port() < 0 ? HTTPS : here.port(),
                        boxKey.thumbprint()))))
        .onFailure(cause -> Reply.failed(ctx, cause));
  }

  /** What was done, as far as it is still so: anybody can write an address. */
  private Optional<Said> done(RoutingContext ctx) {
    String what = String.valueOf(ctx.request().getParam("done"));
    if (what.equals("turn-away")) {
      return Optional.of(new Said(Tone.GOOD, "Refused."));
    }
    if (what.equals("turn-all-away") && desk.waiting().isEmpty()) {
      return Optional.of(new Said(Tone.GOOD, "All refused."));
    }
    if (what.equals("approved")) {
      return Optional.of(
          new Said(Tone.GOOD, "Approved. The device is paired when it fetches its token."));
    }
    return known(ctx.request().getParam("device"))
        .flatMap(device ->
            switch (what) {
              case "let-in" -> so(device.active(), device, "is paired.");
              case "revoke" -> so(device.revoked(), device, "is blocked.");
              case "resume" -> so(device.active() && !device.twoPlaces(), device, "works again.");
              case "unlock" ->
                  so(
                      device.active() && !machines.pins().locked(device.id()),
                      device,
                      "takes a PIN again.");
              default -> Optional.empty();
            });
  }

  private static Optional<Said> so(boolean still, Device device, String sentence) {
    return still ? Optional.of(DevicePage.said(device, sentence)) : Optional.empty();
  }

  private Optional<Device> known(@Nullable String id) {
    try {
      return id == null
          ? Optional.empty()
          : Optional.ofNullable(machines.devices().published(new DeviceId(id)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void nobodyWaits(RoutingContext ctx) {
    bad(
        ctx,
        409,
        "That device no longer waits: somebody has decided already, or ten minutes have passed.");
  }

  private void bad(RoutingContext ctx, int status, String sentence) {
    page(ctx, status, Optional.of(new Said(Tone.BAD, sentence)), Optional.empty());
  }

  private void page(
      RoutingContext ctx, int status, Optional<Said> said, Optional<DevicePage.Offer> offer) {
    Reply.page(ctx, status, DevicePage.page(eyes.devicesInFull(), frames.of(ctx), said, offer));
  }

  private static void seeOther(RoutingContext ctx, String query) {
    ctx.response()
        .setStatusCode(303)
        .putHeader(HttpHeaders.LOCATION, DevicePage.PATH + query)
        .end();
  }

  private static String field(RoutingContext ctx, String name) {
    String value = ctx.request().getFormAttribute(name);
    return value == null ? "" : value;
  }
}
