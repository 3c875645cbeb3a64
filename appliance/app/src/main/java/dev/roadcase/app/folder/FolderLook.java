package dev.roadcase.app.folder;

import dev.roadcase.app.folder.DataFolder.Start;
import dev.roadcase.app.folder.FolderFile.Kind;
import dev.roadcase.app.folder.FolderFile.Worth;
import dev.roadcase.app.journal.JournalFailure;
import dev.roadcase.app.journal.JournalFailure.Exit;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was seen in a data folder, and what follows from it. Pure: {@link DataFolder} does the
 * looking.
 *
 * @param seen what stands there
 */
record FolderLook(Path folder, Map<FolderFile, Seen> seen) {
  /**
   * A journal has more than a page: its tables have one each. A file of one page or less is what a
   * first start that was cut short leaves.
   */
  static final long ONE_PAGE = 4096;

  /**
   * A file or folder.
   *
   * @param kind as what it stands there
   * @param octets its size; 0 of a folder
   * @param usable whether the user that runs the box may read and write it
   * @param owner to whom it belongs
   * @param open whether other users of this machine may read or write it
   * @param damage what is wrong with its content; empty when nothing is, or it was not looked into
   */
  record Seen(
      Kind kind,
      long octets,
      boolean usable,
      String owner,
      boolean open,
      Optional<String> damage) {}

  FolderLook {
    seen = Map.copyOf(seen);
  }

  /**
   * Whether a box may start here.
   *
   * @throws JournalFailure when the journal is gone while other files stand (exit 65), or something
   *     stands there that the box cannot use (exit 73). Nothing was touched
   * @throws IllegalArgumentException when a file is damaged that a person has to decide about
   */
  void requireStartable(Start start) {
    inOrder().forEach(this::requireUsable);
    requireJournal(start);
    inOrder()
        .forEach((file, found) -> {
          if (file.worth() == Worth.STOPS && found.damage().isPresent()) {
            throw new IllegalArgumentException(
                ("%s is damaged: %s. It holds %s, and nothing of the books: move it away and start"
                        + " the box again. %s")
                    .formatted(
                        folder.resolve(file.file()),
                        found.damage().get(),
                        file.holds(),
                        file.anew()));
          }
        });
  }

  private void requireUsable(FolderFile file, Seen found) {
    if (found.kind() != file.kind()) {
      throw new JournalFailure(
          Exit.CANNOT_CREATE,
          ("%s is a %s, and the box needs a %s of that name: it holds %s. Move it away and start"
                  + " again; nothing was changed.")
              .formatted(
                  folder.resolve(file.file()),
                  word(found.kind()),
                  word(file.kind()),
                  file.holds()));
    }
    if (!found.usable()) {
      throw new JournalFailure(
          Exit.CANNOT_CREATE,
          ("%s belongs to %s, and the user that runs this box may not read and write it. It holds"
                  + " %s. Give it back (chown, chmod u+rw) and start again; nothing was changed.")
              .formatted(folder.resolve(file.file()), found.owner(), file.holds()));
    }
  }

  /** A folder that has had a journal and has none is no new box's. */
  private void requireJournal(Start start) {
    Seen journal = seen.get(FolderFile.JOURNAL);
    if (journal != null && journal.octets() > ONE_PAGE) {
      return;
    }
    List<String> witnesses = witnesses(journal);
    boolean setAside =
        start == Start.ANEW && seen.keySet().stream().noneMatch(FolderFile::ofOneLife);
    if (witnesses.isEmpty() || setAside) {
      return;
    }
    Seen log = seen.get(FolderFile.LOG);
    throw lost(
        journal == null ? "missing" : journal.octets() == 0 ? "empty" : "cut off",
        witnesses,
        log == null || log.octets() == 0
            ? ""
            : " journal.db-wal may hold sales that are nowhere else: keep it.");
  }

  /**
   * A journal that names no box is about to become this one's.
   *
   * @throws JournalFailure when a box has lived here already
   */
  void requireFirstLife(Start start) {
    List<String> witnesses =
        inOrder().keySet().stream()
            .filter(file -> file.witness() && !ofAFirstStart(file) && file != FolderFile.JOURNAL)
            .filter(file -> file != FolderFile.RESERVE)
            .map(FolderFile::file)
            .toList();
    if (start == Start.AS_EVER && !witnesses.isEmpty()) {
      throw lost("no box's, and holds nothing", witnesses, "");
    }
  }

  private JournalFailure lost(String how, List<String> witnesses, String log) {
    return new JournalFailure(
        Exit.DATA,
        ("%s is %s, and these stand beside it: %s. A box has run here, and its books are not there:"
                + " it does not start as a new one, and nothing was touched.%s Bring journal.db"
                + " back, with the journal.db-wal that belongs to it. If it cannot be had, start"
                + " once with --new (roadcase box --new --config FILE): that moves what is left of"
                + " the old box into a folder of its own, deletes nothing, and begins a new"
                + " incarnation.")
            .formatted(
                folder.resolve(FolderFile.JOURNAL.file()), how, String.join(", ", witnesses), log));
  }

  /**
   * What shows that a journal has stood here. A first start that was cut short leaves a main file
   * of a page at the most, with its log, and nothing else.
   */
  private List<String> witnesses(@Nullable Seen journal) {
    boolean begun = journal != null && journal.octets() > 0;
    return inOrder().entrySet().stream()
        .filter(found -> found.getKey().witness() && found.getKey() != FolderFile.JOURNAL)
        .filter(found -> !(begun && ofAFirstStart(found.getKey())))
        .filter(found -> found.getValue().octets() > 0 || found.getKey() != FolderFile.LOG)
        .filter(found -> journal == null || found.getKey() != FolderFile.ROLLBACK)
        .map(found -> found.getKey().file())
        .toList();
  }

  private static boolean ofAFirstStart(FolderFile file) {
    return switch (file) {
      case LOG, LOG_INDEX, ROLLBACK -> true;
      default -> false;
    };
  }

  /** What is damaged and is made again. */
  List<FolderFile> toPutAside() {
    return inOrder().entrySet().stream()
        .filter(found -> found.getKey().worth() == Worth.MADE_ANEW)
        .filter(found -> found.getValue().damage().isPresent())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Secrets that others may read. */
  List<FolderFile> toClose() {
    return inOrder().entrySet().stream()
        .filter(found -> found.getKey().secret() && found.getValue().open())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Keys that are missing though the journal is there. */
  List<FolderFile> missing() {
    Seen journal = seen.get(FolderFile.JOURNAL);
    if (journal == null || journal.octets() <= ONE_PAGE) {
      return List.of();
    }
    return Arrays.stream(FolderFile.values())
        .filter(file -> file.secret() && !seen.containsKey(file))
        .toList();
  }

  String damage(FolderFile file) {
    return Optional.ofNullable(seen.get(file)).flatMap(Seen::damage).orElse("");
  }

  private Map<FolderFile, Seen> inOrder() {
    Map<FolderFile, Seen> ordered = new EnumMap<>(FolderFile.class);
    ordered.putAll(seen);
    return ordered;
  }

  private static String word(Kind kind) {
    return switch (kind) {
      case FILE -> "file";
      case FOLDER -> "folder";
      case SOCKET -> "socket";
    };
  }
}
