package dev.roadcase.app.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.auth.Doorkeeper;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.http.Accepted;
import dev.roadcase.app.http.Asked;
import dev.roadcase.app.http.CacheClass;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.Entrance;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.journal.JournalReader;
import dev.roadcase.app.problem.Problem;
import dev.roadcase.app.problem.Refusals;
import dev.roadcase.app.screens.CrewFrame;
import dev.roadcase.app.screens.ReceiptPage;
import dev.roadcase.app.screens.ReceiptSearchPage;
import dev.roadcase.core.auth.Device;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.FactCodec;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.ledger.Booking;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.sale.Line;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Reference;
import dev.roadcase.core.sale.Refund;
import dev.roadcase.core.sale.Sale;
import dev.roadcase.core.sale.SaleFact.RefundGiven;
import dev.roadcase.core.sale.SaleFact.SaleTaken;
import dev.roadcase.wire.json.Json;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Receipts for whoever holds the token: it is a hash that nobody guesses. By the short reference,
 * which can be guessed, only for devices that deal with money (docs/decisions/0135).
 */
public final class ReceiptRoutes implements Doors.Operations {
  /** Who sells, gives money back or looks after the box may ask by a reference. */
  private static final List<Scope> READERS = List.of(Scope.SELL, Scope.REFUND, Scope.WATCH);

  private final Vertx vertx;
  private final Box box;
  private final JournalReader reader;
  private final FactCodec codec;
  private final CopyCount copies;
  private final Doorkeeper doorkeeper;

  public ReceiptRoutes(
      Vertx vertx,
      Box box,
      JournalReader reader,
      FactCodec codec,
      CopyCount copies,
      Doorkeeper doorkeeper) {
    this.vertx = vertx;
    this.box = box;
    this.reader = reader;
    this.codec = codec;
    this.copies = copies;
    this.doorkeeper = doorkeeper;
  }

  @Override
  public Map<String, Handler<RoutingContext>> byId() {
    return Map.of("getReceipt", this::get);
  }

  private void get(RoutingContext ctx) {
    String asked = Asked.path(ctx, "receipt");
    Optional<Reference> reference = Reference.typed(asked);
    // Whether there is such a receipt is not looked at before it is known who asks.
    if (reference.isPresent() && ctx.request().headers().contains(HttpHeaders.AUTHORIZATION)) {
      if (Entrance.admittedOne(ctx, doorkeeper, READERS).isPresent()) {
        byReference(ctx, reference.get());
      }
      return;
    }
    booking(asked).ifPresentOrElse(booking -> read(ctx, booking), () -> unknown(ctx));
  }

  /** The same receipt among the pages of the crew. */
  public void forCrew(RoutingContext ctx, String token, CrewFrame frame) {
    booking(token)
        .ifPresentOrElse(
            booking ->
                read(
                    ctx,
                    booking,
                    fact ->
                        Reply.page(ctx, 200, ReceiptPage.page(shown(ctx, booking, fact), frame))),
            () -> unknown(ctx));
  }

  private void byReference(RoutingContext ctx, Reference reference) {
    List<Booking> found = box.ledger().published(reference, ReceiptSearchPage.ALIKE_MAX);
    if (found.isEmpty()) {
      unknown(ctx);
    } else if (found.size() == 1) {
      read(ctx, found.getFirst());
    } else {
      Reply.problem(ctx, Refusals.severalReceipts(found));
    }
  }

  private static void unknown(RoutingContext ctx) {
    Reply.problem(
        ctx,
        Problem.of(
            404,
            "unknown-receipt",
            "No such receipt here",
            "Check it for typing errors, or ask the box that took the sale."));
  }

  private void read(RoutingContext ctx, Booking booking) {
    read(ctx, booking, fact -> answer(ctx, booking, fact));
  }

  private void read(RoutingContext ctx, Booking booking, Consumer<Fact> then) {
    vertx
        .executeBlocking(() ->
            reader
                .fact(booking.position())
                .map(stored -> codec.decode(stored.bytes()))
                .orElseThrow())
        .onSuccess(then::accept)
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
    ctx.response().putHeader(HttpHeaders.VARY, Accepted.VARY);
    switch (Accepted.of(ctx.request())) {
      case PAGE -> Reply.page(ctx, 200, ReceiptPage.page(shown(ctx, booking, fact)));
      case TEXT -> {
        ctx.response()
            .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
            .putHeader(HttpHeaders.CACHE_CONTROL, CacheClass.NEVER.value());
        Reply.end(ctx, Buffer.buffer(ReceiptPage.text(shown(ctx, booking, fact))));
      }
      case JSON -> json(ctx, booking, fact);
    }
  }

  private ReceiptPage.Receipt shown(RoutingContext ctx, Booking booking, Fact fact) {
    return new ReceiptPage.Receipt(
        booking.receipt(),
        address(ctx, booking.receipt()),
        deal(fact),
        box.catalogue().packs(),
        fact.mode(),
        copies.of(booking),
        booking.refunded(),
        fact.now(),
        Optional.ofNullable(box.auth().devices().published(booking.sequence().device()))
            .map(Device::name)
            .orElse(""),
        booking.sequence().device());
  }

  private static ReceiptPage.Deal deal(Fact fact) {
    return switch (fact.body()) {
      case SaleTaken(var signed) -> new ReceiptPage.Sold(signed.sale());
      case RefundGiven(var signed) -> new ReceiptPage.Returned(signed.refund());
      default -> throw new IllegalStateException("a booking points at a sale or a refund");
    };
  }

  /** By the name under which this phone found the box: another one on this Wi-Fi finds it too. */
  private static String address(RoutingContext ctx, ReceiptToken receipt) {
    return ctx.request().scheme() + "://" + ctx.request().authority() + ReceiptPage.PATH + receipt;
  }

  private void json(RoutingContext ctx, Booking booking, Fact fact) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("receipt", booking.receipt().value());
    node.put("reference", Reference.of(booking.receipt()).toString());
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
