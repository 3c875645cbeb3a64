package dev.roadcase.app.oauth;

import dev.roadcase.app.audit.TreeHeads;
import dev.roadcase.app.auth.Doorkeeper;
import dev.roadcase.app.http.CacheClass;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.Entrance;
import dev.roadcase.app.http.Reply;
import dev.roadcase.app.http.Ways;
import dev.roadcase.wire.token.TreeHeadToken;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The signed head of the journal's tree, for every device that wants to be a witness. */
public final class AuditPages implements Doors.Pages {
  static final String HEAD = "/audit/head";

  private final TreeHeads heads;
  private final Doorkeeper doorkeeper;

  public AuditPages(TreeHeads heads, Doorkeeper doorkeeper) {
    this.heads = heads;
    this.doorkeeper = doorkeeper;
  }

  @Override
  public void mount(Router router) {
    Ways.reading(router, HEAD, this::head);
  }

  private void head(RoutingContext ctx) {
    if (Entrance.admittedAny(ctx, doorkeeper).isPresent()) {
      ctx.response()
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/" + TreeHeadToken.TYP)
          .putHeader(HttpHeaders.CACHE_CONTROL, CacheClass.NEVER.value());
      Reply.end(ctx, Buffer.buffer(heads.newest()));
    }
  }
}
