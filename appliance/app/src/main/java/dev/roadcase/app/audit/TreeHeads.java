package dev.roadcase.app.audit;

import dev.roadcase.app.box.NoteCommand.AnchorHead;
import dev.roadcase.app.clock.Clock;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.core.audit.SiteTree;
import dev.roadcase.core.audit.TreeHead;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.TreeHeadToken;
import java.time.Duration;

/**
 * The newest tree head, signed by the kit's key: at most once a second, and only when somebody asks
 * and something has changed. Sees to it that heads are written down as well. Any thread may ask.
 */
public final class TreeHeads {
  /** A head is no older than that, when the tree has grown since. */
  static final Duration FRESH = Duration.ofSeconds(1);

  /** {@code at}: monotonic nanoseconds. */
  private record Posted(long size, long at, String jwt) {}

  private final SiteTree tree;
  private final Incarnation incarnation;
  private final SigningKey kit;
  private final Clock clock;
  private final Writer writer;
  private volatile Posted posted = new Posted(-1, 0, "");

  public TreeHeads(
      SiteTree tree, Incarnation incarnation, SigningKey kit, Clock clock, Writer writer) {
    this.tree = tree;
    this.incarnation = incarnation;
    this.kit = kit;
    this.clock = clock;
    this.writer = writer;
  }

  /** The head as it is now, as {@code sth+jwt}. */
  public String newest() {
    Posted last = posted;
    return (isFresh(last, clock.now()) ? last : signed()).jwt();
  }

  private boolean isFresh(Posted last, Now now) {
    return last.size() == tree.size()
        || (last.size() >= 0 && now.monotonic() - last.at() < FRESH.toNanos());
  }

  private synchronized Posted signed() {
    Now now = clock.now();
    if (!isFresh(posted, now)) {
      TreeHead head = tree.head();
      posted = new Posted(head.size(), now.monotonic(), sign(head, now.lo()));
    }
    return posted;
  }

  /** Has the newest head written down if it is time. To be called about once a second. */
  public void tick(Now now) {
    if (tree.due(now)) {
      var _ = writer.submit(new AnchorHead(this::sign, false));
    }
  }

  /** What the box does before it stops: so that what it wrote last is vouched for as well. */
  public AnchorHead lastWord() {
    return new AnchorHead(this::sign, true);
  }

  private String sign(TreeHead head, long lo) {
    return new TreeHeadToken(incarnation, head, lo).signedBy(kit);
  }
}
