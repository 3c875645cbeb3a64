package dev.roadcase.core.departure;

import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Reach;

/** Books that left the box by hand. One record a type. */
public sealed interface ExportFact extends FactBody {
  /** Does not travel: an export that had to be exported would never be whole. */
  FactType BOOKS_EXPORTED = new FactType("books-exported", 1, Reach.BOX, BooksExported.class);

  @Override
  default FactType type() {
    return switch (this) {
      case BooksExported _ -> BOOKS_EXPORTED;
    };
  }

  @Override
  default String key() {
    return switch (this) {
      case BooksExported _ -> "export";
    };
  }

  /**
   * The books were written to a place outside the journal, and flushed there.
   *
   * @param position of the last fact in them, in this journal
   * @param head SHA-256 of that fact as it is written down
   * @param p0 the highest p0 sequence in them, 0 for none; they hold every one below it
   * @param p1 the same for p1
   * @param ownDisk whether the place is on the disk of the journal, and lost with it
   */
  record BooksExported(long position, Hash head, long p0, long p1, boolean ownDisk)
      implements ExportFact {
    public BooksExported {
      if (position < 0 || p0 < 0 || p1 < 0) {
        throw new IllegalArgumentException("positions and sequences are 0 or more");
      }
    }
  }
}
