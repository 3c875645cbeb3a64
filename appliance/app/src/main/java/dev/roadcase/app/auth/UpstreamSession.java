package dev.roadcase.app.auth;

import dev.roadcase.app.clock.Clock;
import dev.roadcase.core.link.Session;
import java.util.concurrent.atomic.AtomicReference;

/** Whether a session with upstream stands, and since when. Told by the uplink, asked by anybody. */
public final class UpstreamSession {
  private final Clock clock;
  private final AtomicReference<Session> now = new AtomicReference<>(Session.NONE);

  public UpstreamSession(Clock clock) {
    this.clock = clock;
  }

  public Session now() {
    return now.get();
  }

  /** It came, or went. Said twice, it counts from the first time. */
  public void live(boolean live) {
    long at = clock.now().monotonic();
    now.updateAndGet(was -> was.live() == live ? was : new Session(live, at));
  }
}
