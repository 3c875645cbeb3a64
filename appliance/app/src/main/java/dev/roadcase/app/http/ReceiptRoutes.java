package dev.roadcase.app.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.journal.JournalReader;
import dev.roadcase.app.screens.ReceiptPage;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.FactBody.RefundGiven;
import dev.roadcase.core.fact.FactBody.SaleTaken;
import dev.roadcase.core.fact.FactCodec;
import dev.roadcase.core.ledger.Booking;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Refund;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.SignedSale;
import dev.roadcase.wire.json.Json;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/** Receipts for whoever holds the token: it is a hash that nobody guesses. */
final class ReceiptRoutes implements Doors.Operations {
  private final Vertx vertx;
  private final Box box;
  private final JournalReader reader;
  private final FactCodec codec;
  private final CopyCount copies;

  ReceiptRoutes(Vertx vertx, Box box, JournalReader reader, FactCodec codec, CopyCount copies) {
    this.vertx = vertx;
    this.box = box;
    this.reader = reader;
    this.codec = codec;
    this.copies = copies;
  }

  @Override
  public Map<String, Handler<RoutingContext>> byId() {
    return Map.of("getReceipt", this::get);
  }

  private void get(RoutingContext ctx) {
    Optional<Booking> booking = booking(Asked.path(ctx, "receipt"));
    if (booking.isEmpty()) {
      Reply.problem(
          ctx,
          Problem.of(
              404,
              "unknown-receipt",
              "No such receipt here",
              "Check it for typing errors, or ask the box that took the sale."));
      return;
    }
    long position = booking.get().position();
    vertx
        .executeBlocking(
            () -> reader.fact(position).map(stored -> codec.decode(stored.bytes())).orElseThrow())
        .onSuccess(fact -> answer(ctx, booking.get(), fact))
        .onFailure(cause -> Reply.failed(ctx, cause));
  }

  private Optional<Booking> booking(String token) {
    try {
      return Optional.ofNullable(box.ledger().published(new ReceiptToken(token)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void answer(RoutingContext ctx, Booking booking, Fact fact) {
    String accept = String.valueOf(ctx.request().getHeader(HttpHeaders.ACCEPT));
    if (!(fact.body() instanceof SaleTaken(SignedSale signed))) {
      json(ctx, booking, fact);
    } else if (accept.contains("text/html")) {
      PageRoutes.page(ctx, 200, ReceiptPage.page(shown(ctx, booking, fact, signed)));
    } else if (accept.contains("text/plain")) {
      ctx.response()
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
          .putHeader(HttpHeaders.CACHE_CONTROL, CacheClass.NEVER.value());
      Reply.end(ctx, Buffer.buffer(ReceiptPage.text(shown(ctx, booking, fact, signed))));
    } else {
      json(ctx, booking, fact);
    }
  }

  private ReceiptPage.Receipt shown(
      RoutingContext ctx, Booking booking, Fact fact, SignedSale signed) {
    return new ReceiptPage.Receipt(
        signed.receipt(),
        Reference.of(signed.receipt()),
        address(ctx, signed.receipt()),
        signed.sale(),
        box.catalogue().published().orElse(null),
        fact.mode(),
        copies.of(booking),
        booking.refunded(),
        fact.now(),
        ZoneId.systemDefault());
  }

  /** By the name under which this phone found the box: another one on this Wi-Fi finds it too. */
  private static String address(RoutingContext ctx, ReceiptToken receipt) {
    return ctx.request().scheme() + "://" + ctx.request().authority() + "/receipts/" + receipt;
  }

  private void json(RoutingContext ctx, Booking booking, Fact fact) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("receipt", booking.receipt().value());
    node.put("reference", Reference.of(booking.receipt()));
    switch (fact.body()) {
      case SaleTaken(var signed) -> sale(node, signed.sale());
      case RefundGiven(var signed) -> refund(node, signed.refund());
      default -> throw new IllegalStateException("a booking points at a sale or a refund");
    }
    node.put("device", booking.sequence().device().value());
    node.put("seq", booking.sequence().number());
    node.put("total", booking.amount());
    node.put("refunded", booking.refunded());
    node.put("currency", booking.currency().getCurrencyCode());
    node.put("mode", fact.mode().word());
    node.set("copies", copies.json(booking.classSeq()));
    ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, CacheClass.NEVER.value());
    Reply.json(ctx, 200, node);
  }

  private void sale(ObjectNode node, Sale sale) {
    node.put("kind", "sale");
    ArrayNode lines = node.putArray("lines");
    for (Line line : sale.lines()) {
      String title =
          box.catalogue()
              .published()
              .flatMap(pack -> pack.item(line.sku()))
              .map(Item::label)
              .orElse(line.sku().value());
      lines
          .addObject()
          .put("sku", line.sku().value())
          .put("title", title)
          .put("qty", line.quantity().milli())
          .put("price", line.unitPrice())
          .put("tax", line.tax());
    }
    node.put("tender", sale.tender().word());
  }

  private static void refund(ObjectNode node, Refund refund) {
    node.put("kind", "refund");
    node.put("of", refund.of().value());
    node.put("reason", refund.reason());
  }
}
