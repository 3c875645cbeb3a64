package dev.roadcase.app.pages;

import dev.roadcase.app.http.Answers;
import dev.roadcase.app.http.CacheClass;
import dev.roadcase.app.http.Content;
import dev.roadcase.app.http.DirectMemory;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.ReadyAnswer;
import dev.roadcase.app.http.Ways;
import dev.roadcase.app.screens.ScreenFiles;
import dev.roadcase.app.screens.TrustPage;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.wire.x509.Certificates;
import dev.roadcase.wire.x509.Fingerprint;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.security.cert.X509Certificate;

/**
 * Hands out the fleet's root to the staff's phones, with its fingerprint and what to do with it. At
 * both doors: whoever is warned about the one finds it at the other.
 */
public final class TrustRoutes implements Doors.Pages {
  static final String PATH = TrustPage.PATH;

  private final Answers answers;
  private final X509Certificate root;
  private final FleetId fleet;
  private final ReadyAnswer certificate;
  private final ReadyAnswer profile;

  public TrustRoutes(Answers answers, DirectMemory memory, FleetId fleet, X509Certificate root) {
    this.answers = answers;
    this.fleet = fleet;
    this.root = root;
    certificate =
        ReadyAnswer.kept(
            Content.data(
                Certificates.toDer(root), "application/x-x509-ca-cert", CacheClass.REVALIDATE),
            memory);
    profile =
        ReadyAnswer.kept(
            Content.data(AppleProfile.of(fleet, root), AppleProfile.TYPE, CacheClass.REVALIDATE),
            memory);
  }

  @Override
  public void mount(Router router) {
    Ways.reading(router, PATH, this::page);
    Ways.reading(router, TrustPage.CERTIFICATE, ctx -> file(ctx, certificate, fleet + "-root.crt"));
    Ways.reading(router, TrustPage.PROFILE, ctx -> file(ctx, profile, fleet + ".mobileconfig"));
  }

  private void page(RoutingContext ctx) {
    answers.send(
        ctx.request(),
        "trust",
        view ->
            Content.page(
                TrustPage.page(view, fleet.value(), Fingerprint.groups(root)),
                ScreenFiles.SECURITY_POLICY));
  }

  private static void file(RoutingContext ctx, ReadyAnswer answer, String name) {
    ctx.response()
        .putHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
    answer.send(ctx.request(), CacheClass.HIT);
  }
}
