package dev.roadcase.console.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class SqliteTroubleTest {
  @ParameterizedTest
  @CsvSource({
    "SQLITE_ERROR, CONTENT",
    "SQLITE_CONSTRAINT_UNIQUE, CONTENT",
    "SQLITE_CONSTRAINT_TRIGGER, CONTENT",
    "SQLITE_MISMATCH, CONTENT",
    "SQLITE_TOOBIG, CONTENT",
    "SQLITE_RANGE, CONTENT",
    "SQLITE_MISUSE, CONTENT",
    "SQLITE_FULL, NOT_NOW",
    "SQLITE_BUSY, NOT_NOW",
    "SQLITE_BUSY_SNAPSHOT, NOT_NOW",
    "SQLITE_LOCKED, NOT_NOW",
    "SQLITE_NOMEM, NOT_NOW",
    "SQLITE_IOERR, DISK",
    "SQLITE_IOERR_FSYNC, DISK",
    "SQLITE_IOERR_WRITE, DISK",
    "SQLITE_CORRUPT, DAMAGED",
    "SQLITE_CORRUPT_INDEX, DAMAGED",
    "SQLITE_NOTADB, DAMAGED",
    "SQLITE_CANTOPEN, CANNOT_WRITE",
    "SQLITE_READONLY_DBMOVED, CANNOT_WRITE",
    "SQLITE_PERM, CANNOT_WRITE",
    "UNKNOWN_ERROR, CONTENT"
  })
  void aDiskIsBlamedForItsOwnErrorsAlone(SQLiteErrorCode code, SqliteTrouble trouble) {
    assertEquals(trouble, SqliteTrouble.of(new SQLiteException("x", code)));
  }

  @Test
  void anErrorThatIsNotSqlitesIsAboutTheContent() {
    assertEquals(SqliteTrouble.CONTENT, SqliteTrouble.of(new SQLException("a bug of ours")));
  }
}
