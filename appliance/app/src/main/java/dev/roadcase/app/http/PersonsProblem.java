package dev.roadcase.app.http;

import dev.roadcase.app.problem.Problem;
import dev.roadcase.app.screens.ReceiptPage;
import dev.roadcase.app.screens.RefusalPage;
import dev.roadcase.app.screens.RefusalPage.Refusal;
import dev.roadcase.app.screens.RefusalPage.Step;
import dev.roadcase.app.screens.TrustPage;
import dev.roadcase.app.shop.View;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A problem as a person reads it: what happened, and what to do next. Nothing of the request is
 * repeated: an address may hold a ticket.
 */
public final class PersonsProblem {
  /** Where the shop's view lies for pages that are nobody's own. */
  private static final String VIEW = "roadcase.view";

  /** Where the port of the devices' door lies. */
  private static final String HTTPS = "roadcase.https";

  /** A name or an address that can stand in a link as it is (RFC 3986, 3.2.2). */
  private static final String HOST = "[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]";

  private static final String CREW = "/crew";
  private static final Step SHOP = new Step("/", "Go to the shop");
  private static final Step CERTIFICATE =
      new Step(TrustPage.PATH, "Your browser warns about this address? Install the certificate");

  private PersonsProblem() {}

  /** Notes what the shop looks like, for whatever may go wrong with a request. */
  public static void note(RoutingContext ctx, View view) {
    ctx.put(VIEW, view);
  }

  /** Notes where the devices and the crew are let in, once that door is open. */
  public static void noteHttps(RoutingContext ctx, int port) {
    ctx.put(HTTPS, port);
  }

  /** The page, UTF-8. */
  public static byte[] page(RoutingContext ctx, Problem problem) {
    @Nullable View view = ctx.get(VIEW);
    return RefusalPage.page(Optional.ofNullable(view), refusal(ctx, problem));
  }

  private static Refusal refusal(RoutingContext ctx, Problem problem) {
    String path = String.valueOf(ctx.request().path());
    boolean crew = path.equals(CREW) || path.startsWith(CREW + "/");
    return switch (problem.name()) {
      case "no-token" -> crew ? crewOnly(ctx) : devicesOnly();
      case "unknown-path" ->
          crew ? nothingOfTheCrew(ctx) : nothingThere(path.startsWith(ReceiptPage.PATH));
      case "unknown-receipt" -> nothingThere(true);
      case "wrong-method" ->
          new Refusal(
              "This page cannot be used that way",
              List.of("The address exists, but not for what your browser asked of it."),
              List.of(crew ? panel() : SHOP));
      case "too-large" ->
          new Refusal(
              "That was too much to send",
              List.of("Nothing was changed. Go back, shorten what you entered, and send it again."),
              List.of(crew ? panel() : SHOP));
      case "malformed" ->
          new Refusal(
              "The box could not read that",
              List.of("Nothing was changed. Check the address, or start again from the shop."),
              List.of(crew ? panel() : SHOP));
      case "internal" ->
          new Refusal(
              "Something went wrong on the box",
              List.of(
                  "It was written to the box's log. Try again; nothing is ever booked twice.",
                  "If it happens again, tell the crew."),
              List.of(crew ? panel() : SHOP));
      default ->
          new Refusal(
              problem.title(), later(problem, problem.detail()), List.of(crew ? panel() : SHOP));
    };
  }

  private static Refusal crewOnly(RoutingContext ctx) {
    boolean brought =
        ctx.request().formAttributes().contains("ticket")
            || (ctx.request().query() != null && ctx.request().params().contains("ticket"));
    return new Refusal(
        "This page is for the crew",
        List.of(
            brought
                ? "This link was used already, is too old, or was mistyped. A link opens the panel"
                    + " once, within ten minutes."
                : "This browser is not signed in to the crew panel, or was signed in more than"
                    + " 12 hours ago.",
            "For a new link, type “roadcase box crew” on the box, or ask the person who runs it."),
        List.of(SHOP, CERTIFICATE));
  }

  /** Below the panel's address: a wrong page, or the panel itself at the visitors' door. */
  private static Refusal nothingOfTheCrew(RoutingContext ctx) {
    if (ctx.request().isSSL()) {
      return new Refusal(
          "There is no such page of the crew",
          List.of("The address may be mistyped, or the page is no longer there."),
          List.of(panel()));
    }
    @Nullable Integer https = ctx.get(HTTPS);
    @Nullable HostAndPort here = ctx.request().authority();
    String panel =
        https != null && here != null && here.host().matches(HOST)
            ? "https://" + here.host() + ":" + https + CREW
            : "";
    return new Refusal(
        "The crew panel is not at this address",
        List.of(
            "This address is the visitors'. The panel is at the box's https address.",
            "For a link that opens it, type “roadcase box crew” on the box, or ask the person who"
                + " runs it."),
        panel.isEmpty()
            ? List.of(SHOP, CERTIFICATE)
            : List.of(new Step(panel, "Go to the crew panel"), CERTIFICATE, SHOP));
  }

  private static Refusal devicesOnly() {
    return new Refusal(
        "This address is for paired devices",
        List.of("Tills and other devices of the show use it. There is nothing to see here."),
        List.of(SHOP));
  }

  private static Refusal nothingThere(boolean receipt) {
    return receipt
        ? new Refusal(
            "We can't find that receipt",
            List.of(
                "Check the address for typing errors. A short number such as ABCD-1234 is not"
                    + " enough here: show the code of your receipt at the till, and the crew looks"
                    + " it up.",
                "A receipt is kept by the box that took the sale."),
            List.of(SHOP))
        : new Refusal(
            "There is no such page",
            List.of("The address may be mistyped, or the page is no longer there."),
            List.of(SHOP));
  }

  private static List<String> later(Problem problem, String detail) {
    return problem.retryAfter().isEmpty()
        ? List.of(detail)
        : List.of(detail, "Reload this page in " + seconds(problem.retryAfter().getAsInt()) + ".");
  }

  private static String seconds(int count) {
    return count == 1 ? "a second" : count + " seconds";
  }

  private static Step panel() {
    return new Step(CREW, "Go to the crew panel");
  }
}
