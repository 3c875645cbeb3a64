package dev.roadcase.app.export;

import dev.roadcase.app.box.Command.Done;
import dev.roadcase.app.box.NoteCommand.NoteExport;
import dev.roadcase.app.journal.JournalReader;
import dev.roadcase.app.journal.JournalReader.StoredFact;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.core.departure.ExportFact.BooksExported;
import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.wire.file.WholeFile;
import dev.roadcase.wire.json.Malformed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down which exports there were, so that the answer to "Safe to strike?" can count them. An
 * export is its own process: it tells a box that runs through the local door, and leaves a note in
 * the data folder where none does. A claim counts only when this journal has that very fact at that
 * position; what the export then holds is counted here, and not taken from the claim.
 */
public final class ExportRegister {
  /** Where an export leaves its claim when no box answers. */
  private static final String NOTE = "export.note";

  private static final Logger LOG = LoggerFactory.getLogger(ExportRegister.class);

  private final JournalReader reader;
  private final Writer writer;
  private final Incarnation incarnation;
  private final List<Incarnation> former;

  public ExportRegister(JournalReader reader, Writer writer, Incarnation incarnation) {
    this.reader = reader;
    this.writer = writer;
    this.incarnation = incarnation;
    former = reader.formerIncarnations();
  }

  /**
   * Leaves a claim for the next start of the box.
   *
   * @throws IOException when it could not be written whole
   */
  public static void leave(Path dataDir, ExportClaim claim) throws IOException {
    // Nothing of it is secret, and the box may run as another user.
    WholeFile.write(dataDir.resolve(NOTE), claim.write());
  }

  /**
   * Writes an export down. Blocks for the journal.
   *
   * @return nothing when this journal does not have what is claimed; else done when it is on the
   *     disk
   */
  public Optional<CompletableFuture<Done>> note(ExportClaim claim) {
    return verified(claim).map(books -> writer.submit(new NoteExport(books)));
  }

  /** Takes up a claim that was left while no box ran. What cannot be read is put away. */
  public void takeUp(Path dataDir) {
    Path note = dataDir.resolve(NOTE);
    if (!Files.exists(note)) {
      return;
    }
    try {
      Optional<CompletableFuture<Done>> noted = note(ExportClaim.read(Files.readAllBytes(note)));
      if (noted.isEmpty()) {
        LOG.warn("{} is about another journal: the export does not count here", note);
        Files.delete(note);
        return;
      }
      // Kept until it is on the disk: noting it twice changes nothing.
      var _ =
          noted
              .get()
              .whenComplete((_, failure) -> {
                if (failure == null) {
                  forget(note);
                }
              });
    } catch (IOException | Malformed e) {
      LOG.warn("{} cannot be used, and its export does not count: {}", note, e.getMessage());
      forget(note);
    }
  }

  private static void forget(Path note) {
    try {
      Files.deleteIfExists(note);
    } catch (IOException e) {
      LOG.debug("{} stays", note, e);
    }
  }

  private Optional<BooksExported> verified(ExportClaim claim) {
    if (!claim.incarnation().equals(incarnation) && !former.contains(claim.incarnation())) {
      return Optional.empty();
    }
    return reader
        .fact(claim.position())
        .map(StoredFact::bytes)
        .map(Hash::of)
        .filter(claim.head()::equals)
        .map(head ->
            new BooksExported(
                claim.position(),
                head,
                reader.highest(DeltaClass.P0, claim.position()),
                reader.highest(DeltaClass.P1, claim.position()),
                claim.ownDisk()));
  }
}
