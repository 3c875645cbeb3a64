package dev.roadcase.app.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.auth.AuthHouse;
import dev.roadcase.app.auth.DeviceKeys;
import dev.roadcase.app.auth.Doorkeeper;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.SaleCommand.GiveRefund;
import dev.roadcase.app.box.SaleCommand.Sell;
import dev.roadcase.app.http.Asked;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.Entrance;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.problem.Problem;
import dev.roadcase.app.problem.Refusals;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.ledger.Booking;
import dev.roadcase.core.ledger.RefundOutcome;
import dev.roadcase.core.ledger.SaleOutcome;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Reference;
import dev.roadcase.core.sale.SignedRefund;
import dev.roadcase.core.sale.SignedSale;
import dev.roadcase.wire.fact.SaleJson;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Sales and refunds: verified here, decided by the writer, answered after the fsync. */
public final class MoneyRoutes implements Doors.Operations {
  /** How long {@code durable=2} waits for the second copy. */
  private static final long DURABLE_WAIT_MILLIS = 5_000;

  private static final long DURABLE_LOOK_MILLIS = 25;

  private final Vertx vertx;
  private final Writer writer;
  private final Box box;
  private final Doorkeeper doorkeeper;
  private final DeviceKeys devices;
  private final CopyCount copies;

  public MoneyRoutes(Vertx vertx, Writer writer, Box box, AuthHouse auth, CopyCount copies) {
    this.vertx = vertx;
    this.writer = writer;
    this.box = box;
    this.doorkeeper = auth.doorkeeper();
    this.devices = auth.devices();
    this.copies = copies;
  }

  @Override
  public Map<String, Handler<RoutingContext>> byId() {
    return Map.of("sell", this::sell, "refund", this::refund);
  }

  private void sell(RoutingContext ctx) {
    Optional<DeviceId> device = Entrance.device(ctx, doorkeeper, Scope.SELL);
    if (device.isEmpty()) {
      return;
    }
    String jws = Asked.body(ctx).getString("sale");
    Optional<Verified<SignedSale>> sale = SaleJson.verifiedSale(jws, devices::of);
    if (sale.isEmpty() || !sale.get().value().sale().sequence().device().equals(device.get())) {
      Reply.problem(ctx, Refusals.badSignature());
      return;
    }
    boolean durable = "2".equals(ctx.request().getParam("durable"));
    onLoop(writer.submit(new Sell(sale.get())))
        .onSuccess(outcome -> {
          switch (outcome) {
            case SaleOutcome.Taken(var receipt, var again) when durable ->
                whenDurable(ctx, receipt, again, System.nanoTime());
            case SaleOutcome.Taken(var receipt, var again) -> booked(ctx, receipt, again);
            case SaleOutcome.Refused(var why) ->
                Reply.problem(
                    ctx, Refusals.of(why, sale.get().value().sale().currency(), this::title));
          }
        })
        .onFailure(cause -> Reply.failed(ctx, cause));
  }

  /** As the till shows it; the SKU where no pack has it. */
  private String title(Sku sku) {
    return box.catalogue()
        .published()
        .flatMap(pack -> pack.item(sku))
        .map(Item::label)
        .orElse(sku.value());
  }

  private void refund(RoutingContext ctx) {
    Optional<DeviceId> device = Entrance.device(ctx, doorkeeper, Scope.REFUND);
    if (device.isEmpty()) {
      return;
    }
    String jws = Asked.body(ctx).getString("refund");
    Optional<Verified<SignedRefund>> refund = SaleJson.verifiedRefund(jws, devices::of);
    if (refund.isEmpty()
        || !refund.get().value().refund().sequence().device().equals(device.get())) {
      Reply.problem(ctx, Refusals.badSignature());
      return;
    }
    if (!refund.get().value().refund().of().value().equals(Asked.path(ctx, "receipt"))) {
      throw new Malformed("the refund's \"of\" is the receipt in the path");
    }
    onLoop(writer.submit(new GiveRefund(refund.get())))
        .onSuccess(outcome -> {
          switch (outcome) {
            case RefundOutcome.Given(var receipt, var again) -> booked(ctx, receipt, again);
            case RefundOutcome.UnknownSale(var of) when box.ledger().published(of) != null ->
                Reply.problem(ctx, Refusals.notASale());
            case RefundOutcome.Refused why ->
                Reply.problem(ctx, Refusals.of(why, refund.get().value().refund().currency()));
          }
        })
        .onFailure(cause -> Reply.failed(ctx, cause));
  }

  /** Answers once upstream has it, or says after a while that it has not. */
  private void whenDurable(RoutingContext ctx, ReceiptToken receipt, boolean again, long since) {
    if (copies.upstreamHas(receipt)) {
      booked(ctx, receipt, again);
    } else if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since) > DURABLE_WAIT_MILLIS) {
      Reply.problem(
          ctx,
          Problem.of(
                  503,
                  "not-yet-durable",
                  "There is only one copy so far",
                  "The sale is in this box's books and on its disk. Ask again for the same sale.")
              .hint("This box stands alone, and upstream has not acknowledged the sale yet.")
              .retryAfter(5)
              .with(body(receipt, again)));
    } else {
      vertx.setTimer(DURABLE_LOOK_MILLIS, timer -> whenDurable(ctx, receipt, again, since));
    }
  }

  private void booked(RoutingContext ctx, ReceiptToken receipt, boolean again) {
    Reply.json(ctx, again ? 200 : 201, body(receipt, again));
  }

  private ObjectNode body(ReceiptToken receipt, boolean again) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("receipt", receipt.value());
    body.put("reference", Reference.of(receipt).toString());
    body.put("again", again);
    Booking booking = box.ledger().published(receipt);
    body.set("copies", copies.json(booking == null ? 0 : booking.classSeq()));
    return body;
  }

  private <T> Future<T> onLoop(CompletableFuture<T> answer) {
    Context context = vertx.getOrCreateContext();
    return Future.fromCompletionStage(answer, context);
  }
}
