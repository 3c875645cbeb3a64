package dev.roadcase.app.journal;

import dev.roadcase.app.journal.JournalFailure.Exit;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite's errors mean for the journal in a file, and what to do about them. */
record SqliteErrors(Path file) {

  static @Nullable SQLiteErrorCode codeOf(SQLException e) {
    return e instanceof SQLiteException sqlite ? sqlite.getResultCode() : null;
  }

  /** Whether an error says that the file is damaged, or no database. */
  static boolean isTorn(SQLException e) {
    return switch (codeOf(e)) {
      case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CORRUPT_VTAB, SQLITE_CORRUPT_INDEX -> true;
      case null, default -> false;
    };
  }

  /** Whether opening failed for want of a few pages of disk. */
  static boolean lacksRoom(SQLException e) {
    return switch (codeOf(e)) {
      case SQLITE_FULL, SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_WRITE -> true;
      case null, default -> false;
    };
  }

  /** It could not be opened. */
  JournalFailure opening(SQLException e) {
    return switch (codeOf(e)) {
      case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CORRUPT_VTAB, SQLITE_CORRUPT_INDEX ->
          torn(String.valueOf(e.getMessage()));
      case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_READONLY_DIRECTORY, SQLITE_PERM ->
          new JournalFailure(
              Exit.CANNOT_CREATE,
              file
                  + " cannot be written. Check who owns the folder and whether it is mounted"
                  + " read-only.",
              e);
      case SQLITE_FULL, SQLITE_IOERR_SHMSIZE ->
          new JournalFailure(
              Exit.IO,
              file
                  + " cannot be opened: the disk is full to the last page. Free a megabyte under it"
                  + " and start again; nothing was changed.",
              e);
      case null, default ->
          new JournalFailure(Exit.IO, file + " cannot be opened: " + e.getMessage(), e);
    };
  }

  /** It was open, and could not be read. */
  JournalFailure reading(SQLException e) {
    return isTorn(e)
        ? torn(String.valueOf(e.getMessage()))
        : new JournalFailure(Exit.IO, "reading the journal failed: " + e.getMessage(), e);
  }

  /** It was open for writing: nobody can say what the disk holds. */
  JournalFailure failed(SQLException e) {
    return isTorn(e)
        ? torn(String.valueOf(e.getMessage()))
        : new JournalFailure(Exit.IO, "the disk under " + file + " failed: " + e.getMessage(), e);
  }

  JournalFailure torn(String how) {
    return new JournalFailure(
        Exit.DATA,
        file
            + " is torn or no journal ("
            + how
            + "). It was left untouched. "
            + (StrayLog.beside(file).toFile().length() > 0
                ? "If journal.db-wal beside it is of another copy, bring back the two that belong"
                    + " together. "
                : "")
            + "Copy it away for the sales in it, then start once with"
            + " --new (roadcase box --new --config FILE), which moves it into a folder of its own"
            + " and begins a new incarnation: upstream and the tills hold what they were shown.");
  }
}
