package dev.roadcase.app.pages;

import dev.roadcase.app.box.Box;
import dev.roadcase.app.http.Asked;
import dev.roadcase.app.http.CacheClass;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.http.Ways;
import dev.roadcase.app.screens.CrewFrame;
import dev.roadcase.app.screens.ReceiptPage;
import dev.roadcase.app.screens.ReceiptSearchPage;
import dev.roadcase.core.auth.Device;
import dev.roadcase.core.ledger.Booking;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Reference;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The crew finds a receipt by what a customer has: its short number read out, its full number, or
 * its code, which a scanner types as an address. A plain form.
 */
public final class ReceiptSearch implements Doors.Pages {
  /** An address with a token is shorter; beyond this nothing is looked at. */
  private static final int QUERY_MAX = 300;

  /** Answers with a receipt, among the pages of the crew. */
  @FunctionalInterface
  public interface ShownReceipt {
    /** Answers with the receipt of that token, or that there is none. */
    void show(RoutingContext ctx, String token, CrewFrame frame);
  }

  private static final String FOUND = ReceiptSearchPage.PATH + "/";

  private final CrewFrames frames;
  private final Box box;
  private final CrewDoor door;
  private final ShownReceipt receipts;

  public ReceiptSearch(CrewFrames frames, Box box, CrewDoor door, ShownReceipt receipts) {
    this.receipts = receipts;
    this.frames = frames;
    this.box = box;
    this.door = door;
  }

  @Override
  public void mount(Router router) {
    Ways.reading(router, ReceiptSearchPage.PATH, this::find);
    Ways.reading(router, FOUND + ":receipt", this::show);
  }

  /** The receipt, with the way back: who looks for one looks for another. */
  private void show(RoutingContext ctx) {
    if (door.admits(ctx)) {
      receipts.show(ctx, Asked.path(ctx, "receipt"), frames.of(ctx));
    }
  }

  private void find(RoutingContext ctx) {
    if (!door.admits(ctx)) {
      return;
    }
    @Nullable String query = ctx.request().getParam("q");
    String typed = query == null ? "" : query.strip();
    List<Booking> found = typed.length() > QUERY_MAX ? List.of() : found(typed);
    if (found.size() == 1) {
      ctx.response()
          .setStatusCode(303)
          .putHeader(HttpHeaders.LOCATION, FOUND + found.getFirst().receipt())
          .putHeader(HttpHeaders.CACHE_CONTROL, CacheClass.NEVER.value())
          .end();
      return;
    }
    Reply.page(
        ctx,
        200,
        ReceiptSearchPage.page(
            frames.of(ctx), typed, found.stream().map(this::candidate).toList()));
  }

  private List<Booking> found(String typed) {
    String asked = withoutAddress(typed);
    try {
      Booking booking = box.ledger().published(new ReceiptToken(asked.replaceAll("\\s+", "")));
      if (booking != null) {
        return List.of(booking);
      }
    } catch (IllegalArgumentException e) {
      // No whole token: a reference perhaps.
    }
    return Reference.typed(asked)
        .map(reference -> box.ledger().published(reference, ReceiptSearchPage.ALIKE_MAX))
        .orElse(List.of());
  }

  /** The end of an address: that of whichever name the box had when the code was printed. */
  private static String withoutAddress(String typed) {
    int at = typed.lastIndexOf(ReceiptPage.PATH);
    return (at < 0 ? typed : typed.substring(at + ReceiptPage.PATH.length()))
        .replaceAll("[?#].*", "");
  }

  private ReceiptSearchPage.Candidate candidate(Booking booking) {
    return ReceiptSearchPage.candidate(
        booking,
        FOUND + booking.receipt(),
        Optional.ofNullable(box.auth().devices().published(booking.sequence().device()))
            .map(Device::name)
            .orElse(""));
  }
}
