package dev.roadcase.app.pages;

import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.Ways;
import dev.roadcase.app.screens.ColourScheme;
import dev.roadcase.app.screens.CrewFrame;
import dev.roadcase.app.screens.CrewPanel;
import dev.roadcase.core.fact.Mode;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the crew's pages have around them, and the form that chooses their colours. The choice stays
 * in a cookie of this browser, and says nothing about who it is.
 */
public final class CrewFrames implements Doors.Pages {
  private static final String COOKIE = "roadcase-colours";
  private static final Duration LIFE = Duration.ofDays(365);
  private static final int FORM_MAX = 1_024;

  private final Mode mode;
  private final boolean simulated;
  private final CrewDoor door;
  private final CrewForms forms;

  public CrewFrames(Mode mode, boolean simulated, CrewDoor door, CrewForms forms) {
    this.forms = forms;
    this.mode = mode;
    this.simulated = simulated;
    this.door = door;
  }

  /** For the page that is asked for. */
  public CrewFrame of(RoutingContext ctx) {
    Cookie chosen = ctx.request().getCookie(COOKIE);
    return new CrewFrame(mode, simulated, ColourScheme.of(chosen == null ? "" : chosen.getValue()));
  }

  @Override
  public void mount(Router router) {
    forms.on(router, CrewFrame.SCHEME_PATH, FORM_MAX, CrewPanel.PATH, this::choose);
    Ways.closed(router, CrewFrame.SCHEME_PATH, "POST");
  }

  private void choose(RoutingContext ctx) {
    if (!door.admits(ctx)) {
      return;
    }
    ColourScheme scheme = ColourScheme.of(field(ctx.request().getFormAttribute("scheme")));
    String back = field(ctx.request().getFormAttribute("back"));
    ctx.response()
        .addCookie(
            Cookie.cookie(COOKIE, scheme.word())
                .setHttpOnly(true)
                .setSecure(true)
                .setSameSite(CookieSameSite.STRICT)
                .setPath("/crew")
                .setMaxAge(LIFE.toSeconds()))
        .setStatusCode(303)
        .putHeader(HttpHeaders.LOCATION, CrewFrame.isAround(back) ? back : CrewPanel.PATH)
        .end();
  }

  private static String field(@Nullable String value) {
    return value == null ? "" : value;
  }
}
