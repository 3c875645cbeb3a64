package dev.roadcase.console.upstream;

import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What an error of SQLite says about, by its primary result code (sqlite.org/rescode.html). */
enum SqliteTrouble {
  /** The disk is full, or somebody holds the file: it passes. */
  NOT_NOW,
  /** The file is damaged, or no database. */
  DAMAGED,
  /** The file cannot be opened or written. */
  CANNOT_WRITE,
  /** The disk failed. */
  DISK,
  /** The statement and its values: what was to be written, not where. */
  CONTENT;

  private static final Map<SQLiteErrorCode, SqliteTrouble> OF_CODE =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(SQLiteErrorCode.SQLITE_ERROR, CONTENT), // an integer overflow, among others
              Map.entry(SQLiteErrorCode.SQLITE_INTERNAL, CONTENT),
              Map.entry(SQLiteErrorCode.SQLITE_PERM, CANNOT_WRITE),
              Map.entry(SQLiteErrorCode.SQLITE_ABORT, CONTENT),
              Map.entry(SQLiteErrorCode.SQLITE_BUSY, NOT_NOW),
              Map.entry(SQLiteErrorCode.SQLITE_LOCKED, NOT_NOW),
              Map.entry(SQLiteErrorCode.SQLITE_NOMEM, NOT_NOW),
              Map.entry(SQLiteErrorCode.SQLITE_READONLY, CANNOT_WRITE),
              Map.entry(SQLiteErrorCode.SQLITE_INTERRUPT, NOT_NOW),
              Map.entry(SQLiteErrorCode.SQLITE_IOERR, DISK),
              Map.entry(SQLiteErrorCode.SQLITE_CORRUPT, DAMAGED),
              Map.entry(SQLiteErrorCode.SQLITE_NOTFOUND, CONTENT),
              Map.entry(SQLiteErrorCode.SQLITE_FULL, NOT_NOW),
              Map.entry(SQLiteErrorCode.SQLITE_CANTOPEN, CANNOT_WRITE),
              Map.entry(SQLiteErrorCode.SQLITE_PROTOCOL, NOT_NOW), // a race for the file's locks
              Map.entry(SQLiteErrorCode.SQLITE_EMPTY, CONTENT),
              Map.entry(SQLiteErrorCode.SQLITE_SCHEMA, CONTENT),
              Map.entry(SQLiteErrorCode.SQLITE_TOOBIG, CONTENT),
              Map.entry(SQLiteErrorCode.SQLITE_CONSTRAINT, CONTENT),
              Map.entry(SQLiteErrorCode.SQLITE_MISMATCH, CONTENT),
              Map.entry(SQLiteErrorCode.SQLITE_MISUSE, CONTENT),
              Map.entry(SQLiteErrorCode.SQLITE_NOLFS, DISK),
              Map.entry(SQLiteErrorCode.SQLITE_AUTH, CONTENT),
              Map.entry(SQLiteErrorCode.SQLITE_FORMAT, CONTENT),
              Map.entry(SQLiteErrorCode.SQLITE_RANGE, CONTENT),
              Map.entry(SQLiteErrorCode.SQLITE_NOTADB, DAMAGED)));

  /** The low octet of an extended code, {@code SQLITE_IOERR_FSYNC} for instance, is the primary. */
  private static final int PRIMARY = 0xff;

  /** What this error is about; one that is not of SQLite itself is about the content. */
  static SqliteTrouble of(SQLException e) {
    return e instanceof SQLiteException sqlite ? of(sqlite.getResultCode()) : CONTENT;
  }

  static SqliteTrouble of(SQLiteErrorCode code) {
    return OF_CODE.getOrDefault(SQLiteErrorCode.getErrorCode(code.code & PRIMARY), CONTENT);
  }

  /** Whether another program holds the file. */
  static boolean isLocked(SQLException e) {
    return e instanceof SQLiteException sqlite
        && switch (SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & PRIMARY)) {
          case SQLITE_BUSY, SQLITE_LOCKED -> true;
          default -> false;
        };
  }

  /** How an upstream ends by it; for one that does not pass. */
  Unusable ending(String message, Throwable cause) {
    return switch (this) {
      case DAMAGED -> Unusable.data(message);
      case CANNOT_WRITE -> Unusable.cannotCreate(message, cause);
      case NOT_NOW, DISK, CONTENT -> Unusable.disk(message, cause);
    };
  }
}
