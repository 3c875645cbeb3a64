package dev.roadcase.app.uplink;

import dev.roadcase.app.box.Command.Done;
import dev.roadcase.app.box.NoteCommand.NoteLink;
import dev.roadcase.app.journal.Writer;
import java.util.concurrent.CompletableFuture;

/**
 * Whether upstream answers, and by which link: the uplink knows the first, a probe the second. What
 * changed is written down. Any thread.
 */
public final class Reachability {
  private final Writer writer;
  private volatile boolean answers;
  private String via = "none";
  private NoteLink last = new NoteLink(false, "");
  private CompletableFuture<Done> told = CompletableFuture.completedFuture(new Done());

  public Reachability(Writer writer) {
    this.writer = writer;
  }

  /** Whether somebody answers behind the link; a carrier alone says nothing. */
  public boolean answers() {
    return answers;
  }

  public void answers(boolean now) {
    answers = now;
    note();
  }

  /**
   * By which link packets leave, as often as it is looked at: what could not be written down is
   * tried again then.
   *
   * @param carrier {@code wan}, {@code cellular} or {@code none}
   */
  public void via(String carrier) {
    synchronized (this) {
      via = carrier;
    }
    note();
  }

  private synchronized void note() {
    NoteLink seen = new NoteLink(answers, via);
    if (!seen.equals(last) || told.isCompletedExceptionally()) {
      last = seen;
      told = writer.submit(seen);
    }
  }
}
