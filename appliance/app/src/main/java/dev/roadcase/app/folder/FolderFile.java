package dev.roadcase.app.folder;

import dev.roadcase.app.disk.FolderDisk;

/**
 * What stands in a data folder, a row for each name: what it holds, whether it can be made again,
 * and what it means when it is gone or damaged. {@code docs/journal.md} has the same table for
 * people.
 */
enum FolderFile {
  JOURNAL("journal.db", Kind.FILE, Worth.BOOKS, "every sale, refund, pairing and price", ""),
  LOG(
      "journal.db-wal",
      Kind.FILE,
      Worth.BOOKS,
      "the newest facts, which are not in journal.db yet",
      ""),
  LOG_INDEX("journal.db-shm", Kind.FILE, Worth.OF_A_JOURNAL, "an index of journal.db-wal", ""),
  ROLLBACK(
      "journal.db-journal",
      Kind.FILE,
      Worth.OF_A_JOURNAL,
      "pages of journal.db from before its first write",
      ""),
  ISSUER(
      "issuer.json",
      Kind.FILE,
      Worth.STOPS,
      "the keys that sign tokens",
      "Devices fetch new tokens by themselves."),
  CREW_KEY(
      "crew.key",
      Kind.FILE,
      Worth.MADE_ANEW,
      "the key that signs the cookies of the crew's browsers",
      "The crew opens the panel again: roadcase box crew."),
  ADMIN_TOKEN(
      "admin.token",
      Kind.FILE,
      Worth.MADE_ANEW,
      "the secret by which the verbs of `roadcase box` are let in",
      "The verbs read the new one by themselves."),
  CLOCK_MARK(
      "clock.mark",
      Kind.FILE,
      Worth.MADE_ANEW,
      "the latest time that the box is sure has passed",
      "Until upstream has acknowledged something, the journal alone says how late it is."),
  ADMIN_PORT("admin.port", Kind.FILE, Worth.OF_A_JOURNAL, "where the local door is", ""),
  EXPORT_NOTE(
      "export.note", Kind.FILE, Worth.OF_A_JOURNAL, "an export that the box has not noted yet", ""),
  RESERVE(FolderDisk.RESERVE, Kind.FILE, Worth.OF_A_JOURNAL, "room for refunds on a full disk", ""),
  ASSETS("assets", Kind.FOLDER, Worth.OF_A_JOURNAL, "the pictures of the packs", ""),
  STATIC("static", Kind.FOLDER, Worth.OF_A_JOURNAL, "the shop as the twin shows it", ""),
  BOARD_MEMORY("board.memory", Kind.FILE, Worth.OF_A_JOURNAL, "where a simulated board is", ""),
  BOARD_CONTROL("board.control", Kind.FILE, Worth.PASSING, "what to do to a simulated board", ""),
  LOCK("journal.lock", Kind.FILE, Worth.PASSING, "that a box runs", ""),
  TWIN_SOCKET("twin.sock", Kind.SOCKET, Worth.PASSING, "that a twin runs", "");

  /** As what it stands there. */
  enum Kind {
    FILE,
    FOLDER,
    SOCKET
  }

  /** What it is worth. */
  enum Worth {
    /** Cannot be made again. */
    BOOKS,
    /** Made again when it is gone. When damaged, a person decides: devices rely on it. */
    STOPS,
    /** Made again when it is gone or damaged; what was damaged is put aside. */
    MADE_ANEW,
    /** Made again without a word. Like the rows above, it stands only where a journal has stood. */
    OF_A_JOURNAL,
    /** Stands before there is a journal, too, and says nothing of one. */
    PASSING
  }

  private final String file;
  private final Kind kind;
  private final Worth worth;
  private final String holds;
  private final String anew;

  FolderFile(String file, Kind kind, Worth worth, String holds, String anew) {
    this.file = file;
    this.kind = kind;
    this.worth = worth;
    this.holds = holds;
    this.anew = anew;
  }

  /** Its name in the data folder. */
  String file() {
    return file;
  }

  Kind kind() {
    return kind;
  }

  Worth worth() {
    return worth;
  }

  /** What it holds, to stand behind "It holds". */
  String holds() {
    return holds;
  }

  /** What follows when it is made again; empty when nobody notices. */
  String anew() {
    return anew;
  }

  /** Whether it stands only where a journal has stood. */
  boolean witness() {
    return worth != Worth.PASSING;
  }

  /** Whether somebody who reads it can do what the box can. */
  boolean secret() {
    return switch (this) {
      case ISSUER, CREW_KEY, ADMIN_TOKEN -> true;
      default -> false;
    };
  }

  /** Whether it is of one life of the box, and moves away with that. */
  boolean ofOneLife() {
    return switch (this) {
      case JOURNAL, LOG, LOG_INDEX, ROLLBACK, ISSUER, CREW_KEY, EXPORT_NOTE -> true;
      default -> false;
    };
  }
}
