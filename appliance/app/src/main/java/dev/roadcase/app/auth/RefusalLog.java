package dev.roadcase.app.auth;

import dev.roadcase.app.box.AuthCommand.Note;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.core.auth.RefusalBook;
import dev.roadcase.core.auth.TokenFact.TokensRefused;
import java.util.List;
import java.util.function.LongSupplier;

/** Writes refusals down, few of them one by one. Nobody waits for that. */
public final class RefusalLog {
  private final Writer writer;
  private final LongSupplier nanoTime;
  private final RefusalBook book = new RefusalBook();

  public RefusalLog(Writer writer, LongSupplier nanoTime) {
    this.writer = writer;
    this.nanoTime = nanoTime;
  }

  /**
   * Somebody was turned away.
   *
   * @param device whose token it was, "" when unknown
   */
  public void note(String reason, String device) {
    book.note(reason, device, nanoTime.getAsLong()).ifPresent(fact -> write(List.of(fact)));
  }

  /** Writes down the numbers of the minutes that are over. Called now and then. */
  public void writeDue() {
    List<TokensRefused> due = book.due(nanoTime.getAsLong());
    if (!due.isEmpty()) {
      write(due);
    }
  }

  private void write(List<TokensRefused> facts) {
    var _ = writer.submit(new Note(facts));
  }
}
