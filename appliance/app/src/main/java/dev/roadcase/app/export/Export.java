package dev.roadcase.app.export;

import dev.roadcase.app.disk.DiskSize;
import dev.roadcase.app.disk.DiskSpace;
import dev.roadcase.app.journal.JournalReader;
import dev.roadcase.app.journal.JournalShelf;
import dev.roadcase.core.fact.Chain;
import dev.roadcase.core.fact.Fact;
import dev.roadcase.core.fact.FactCodec;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.wire.fact.FactJson;
import dev.roadcase.wire.log.LogHeader;
import dev.roadcase.wire.log.LogWriter;
import dev.roadcase.wire.x509.KitFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes {@code log.rclog}, {@code sales.csv} and {@code README.txt} out of a journal, as it stood
 * when this began. Reads beside a box that runs; needs no box that does.
 */
public final class Export {
  /** A table and a log, for each byte of facts; and some for what is always there. */
  private static final double PER_BYTE = 1.6;

  private static final double ZIPPED = 0.75;
  private static final long ALWAYS = 1 << 16;

  /** The journal or the place to write to is not as it should be; the message says what to do. */
  public static final class Cannot extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** 65: what is read is damaged. 66: nothing to read. 73: no place to write. */
    private final int exit;

    Cannot(int exit, String message) {
      super(message);
      this.exit = exit;
    }

    public int exit() {
      return exit;
    }
  }

  /**
   * What was written.
   *
   * @param where the folder or the file; {@code -} for standard output
   * @param claim what it holds, for the box to count; none of an empty journal, and none where it
   *     cannot be known that the export outlives the box
   * @param uncounted why there is no claim, and what to do instead
   */
  public record Written(
      String where,
      long facts,
      long rows,
      Optional<ExportClaim> claim,
      Optional<String> uncounted) {}

  private final KitFolder kit;
  private final Mode mode;
  private final OwnDisk own;
  private final JournalReader reader;
  private final FactCodec codec;
  private final JournalReader.Extent extent;

  private Export(KitFolder kit, Mode mode, OwnDisk own, JournalReader reader) {
    this.kit = kit;
    this.mode = mode;
    this.own = own;
    this.reader = reader;
    this.codec = new FactJson(new JournalShelf(reader));
    this.extent = reader.extent();
  }

  /**
   * Exports.
   *
   * @param own the disk of the box, whose room is not an export's
   * @param to a folder that is there, a {@code .zip}, or {@code -}
   * @param standard where {@code -} goes
   * @throws Cannot when it was not written
   */
  public static Written run(KitFolder kit, Mode mode, OwnDisk own, String to, OutputStream standard)
      throws IOException {
    Path dataDir = own.dataDir();
    Path journal = dataDir.resolve("journal.db");
    if (!Files.isReadable(journal)) {
      throw new Cannot(66, journal + " is not there, or not yours to read. Is data_dir the box's?");
    }
    try (JournalReader reader = new JournalReader(journal)) {
      return new Export(kit, mode, own, reader).run(to, standard);
    }
  }

  private Written run(String to, OutputStream standard) throws IOException {
    String owner = reader.meta("kit").orElse("nobody");
    if (!owner.equals(kit.kit().value())) {
      throw new Cannot(
          66, "the journal belongs to " + owner + ", and the keys are " + kit.kit() + "'s");
    }
    String name = "%s-%s-%06d".formatted(kit.kit().value(), kit.show(), extent.position());
    Optional<Path> onto = place(to);
    try (Sink sink = sink(to, name, standard)) {
      long[] counts = new long[3];
      sink.file("log.rclog", out -> counts[0] = log(own.watched(onto, out)));
      sink.file(
          "sales.csv",
          out -> {
            SalesTable table = table(own.watched(onto, out));
            counts[1] = table.rows();
            counts[2] = table.otherModes();
          });
      sink.file("README.txt", out -> out.write(readme(counts).getBytes(StandardCharsets.UTF_8)));
      sink.publish();
      Optional<String> uncounted = uncounted(to, onto);
      return new Written(
          to.equals("-") || to.endsWith(".zip") ? to : Path.of(to).resolve(name).toString(),
          counts[0],
          counts[1],
          uncounted.isPresent()
              ? Optional.empty()
              : claim(onto.isPresent() && own.holds(onto.get())),
          uncounted);
    } catch (Cannot e) {
      throw e;
    } catch (IOException e) {
      throw new Cannot(73, "nothing was written to " + to + ": " + e.getMessage());
    }
  }

  /** What left by a pipe may have been thrown away, and what is in memory goes with the box. */
  private Optional<String> uncounted(String to, Optional<Path> onto) throws IOException {
    if (to.equals("-")) {
      return Optional.of(
          "This export went through a pipe and does not count for strike: write it to a stick with"
              + " --to FOLDER.");
    }
    if (onto.isPresent() && !own.holds(onto.get()) && DiskSpace.inMemory(onto.get())) {
      return Optional.of(
          onto.get()
              + " is in this machine's memory, and does not count for strike: write it to a stick"
              + " with --to FOLDER.");
    }
    return Optional.empty();
  }

  private Optional<ExportClaim> claim(boolean ownDisk) {
    Incarnation incarnation = new Incarnation(reader.meta("incarnation").orElseThrow());
    return reader
        .fact(extent.position())
        .map(last -> new ExportClaim(incarnation, last.position(), Hash.of(last.bytes()), ownDisk));
  }

  private Sink sink(String to, String name, OutputStream standard) throws IOException {
    if (to.equals("-")) {
      Optional<Path> redirected = place(to);
      if (redirected.isPresent()) {
        own.require(redirected.get(), wanted(true));
      }
      return new ZipSink(standard);
    }
    Path path = Path.of(to).toAbsolutePath();
    boolean zip = to.endsWith(".zip");
    Path folder = place(to).orElse(path);
    if (!Files.isDirectory(folder)) {
      throw new Cannot(73, folder + " is not a folder. Is the stick mounted?");
    }
    requireRoom(folder, wanted(zip));
    own.require(folder, wanted(zip));
    return zip ? new ZipSink(path) : new FolderSink(path, name);
  }

  /** Where the bytes will lie; none when they go to another program. */
  private static Optional<Path> place(String to) {
    if (to.equals("-")) {
      return OwnDisk.standardOutput();
    }
    Path path = Path.of(to).toAbsolutePath();
    return Optional.ofNullable(to.endsWith(".zip") ? path.getParent() : path);
  }

  private long wanted(boolean zip) {
    return ALWAYS + (long) (extent.bytes() * PER_BYTE * (zip ? ZIPPED : 1));
  }

  private static void requireRoom(Path folder, long wanted) throws IOException {
    long free = DiskSpace.usable(folder);
    if (free < wanted) {
      throw new Cannot(
          73,
          "%s is too full: about %s are needed, %s are free, %s are missing"
              .formatted(
                  folder,
                  DiskSize.atLeast(wanted),
                  DiskSize.words(free),
                  DiskSize.atLeast(wanted - free)));
    }
  }

  private long log(OutputStream out) throws IOException {
    List<X509Certificate> chain = new ArrayList<>(kit.chain());
    chain.add(kit.root().certificate());
    LogHeader header =
        new LogHeader(
            kit.fleet(),
            kit.kit(),
            new Incarnation(reader.meta("incarnation").orElseThrow()),
            reader.formerIncarnations(),
            kit.show(),
            mode,
            chain);
    LogWriter writer = new LogWriter(header, out);
    reader.facts(
        extent.position(),
        stored -> {
          if (decoded(stored).chain() == Chain.SITE) {
            writer.record(stored.position(), stored.bytes());
          }
        });
    writer.end(kit.key());
    return writer.records();
  }

  private SalesTable table(OutputStream out) throws IOException {
    SalesTable table = new SalesTable(out, mode);
    reader.facts(extent.position(), stored -> table.fact(decoded(stored)));
    return table;
  }

  private Fact decoded(JournalReader.StoredFact stored) {
    try {
      return codec.decode(stored.bytes());
    } catch (IllegalArgumentException e) {
      throw new Cannot(
          65,
          "the fact at journal position " + stored.position() + " is damaged: " + e.getMessage());
    }
  }

  private String readme(long[] counts) {
    return """
    The books of %s, show %s, fleet %s.

    log.rclog   every fact of the box that it shares (%d), in order, as it was written down,
                signed by the box. Check it on any machine that has Roadcase, with the
                fleet's certificate (fleet.pem) from the crew's own folder:

                    roadcase box verify log.rclog --root fleet.pem

    sales.csv   the sales and refunds in it as a table, a row for each line of a sale (%d).
                Made from the log for people; the log is what counts.%s

    Times are the box's own. "time_sure" says whether it could vouch for them.
    """
        .formatted(
            kit.kit(),
            kit.show(),
            kit.fleet(),
            counts[0],
            counts[1],
            counts[2] == 0
                ? ""
                : "\n            Of mode "
                    + mode.word()
                    + " alone; "
                    + counts[2]
                    + " sales and refunds of other modes are in the log.");
  }
}
