package dev.roadcase.provisioning.pack;

import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.PackId;
import dev.roadcase.provisioning.fleet.Fleet;
import dev.roadcase.wire.file.WholeFile;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.pack.PackDraft;
import dev.roadcase.wire.pack.PackFile;
import dev.roadcase.wire.x509.Issuer;
import dev.roadcase.wire.x509.Name;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Signs packs for one show and numbers them.
 *
 * <p>What was built last stands in {@code shows/SHOW/pack.json} of the fleet's folder: its version,
 * and a hash of its contents. A build of the same contents gets the same version and so the same
 * bytes; anything else gets the next.
 */
public final class PackBuild {
  private final Fleet fleet;
  private final Issuer show;
  private final Path record;

  /** Builds for one of the fleet's shows. */
  public PackBuild(Fleet fleet, Issuer show) {
    if (!(show.name() instanceof Name.Show name)) {
      throw new IllegalArgumentException("a pack is built for a show");
    }
    this.fleet = fleet;
    this.show = show;
    this.record = fleet.showFolder(name.show()).resolve("pack.json");
  }

  /**
   * A signed pack and its number.
   *
   * @param doubtful why a box might not take it, where it might not
   */
  public record Built(Signed signed, long version, Optional<String> doubtful) {
    public byte[] bytes() {
      return signed.bytes();
    }
  }

  /** A pack's bytes. */
  public static final class Signed {
    private final byte[] bytes;

    private Signed(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes.clone();
    }
  }

  private record Last(long version, String contents) {}

  /**
   * Signs, without writing anything.
   *
   * @param version the number to give it; when absent, the next, or the last if nothing changed
   * @throws IllegalArgumentException when the items break a rule of packs
   */
  public Built sign(List<Item> items, PackTerms terms, OptionalLong version) throws IOException {
    String contents = contents(items, terms);
    Optional<Last> last = last();
    long next = last.map(l -> l.contents.equals(contents) ? l.version : l.version + 1).orElse(1L);
    long number = version.orElse(next);
    byte[] bytes = PackFile.write(draft(items, terms, number), show);
    return new Built(new Signed(bytes), number, last.flatMap(l -> doubt(l, number, contents)));
  }

  /** Signs, remembers the number and writes the file: whole, or not at all. */
  public Built write(List<Item> items, PackTerms terms, OptionalLong version, Path file)
      throws IOException {
    Built built = sign(items, terms, version);
    // The number first: should the file then fail, a number is lost and none is used twice.
    if (last().map(l -> l.version <= built.version).orElse(true)) {
      remember(new Last(built.version, contents(items, terms)));
    }
    WholeFile.write(file, built.bytes());
    return built;
  }

  private static Optional<String> doubt(Last last, long number, String contents) {
    if (number < last.version) {
      return Optional.of(
          "version %d was built before: a box that has it does not go back to %d"
              .formatted(last.version, number));
    }
    if (number == last.version && !contents.equals(last.contents)) {
      return Optional.of(
          "version %d was built before with other contents: a box that has it does not take this"
              .formatted(number));
    }
    return Optional.empty();
  }

  /** The same for two builds that differ in nothing but number and date. */
  private String contents(List<Item> items, PackTerms terms) throws IOException {
    PackTerms undated =
        new PackTerms(
            terms.currency(),
            terms.taxIncluded(),
            terms.standard(),
            terms.taxClasses(),
            terms.grace(),
            Instant.EPOCH);
    PackId id = PackFile.open(PackFile.write(draft(items, undated, 1), show)).pack().id();
    return id.hex();
  }

  private PackDraft draft(List<Item> items, PackTerms terms, long version) throws IOException {
    return new PackDraft(
        version,
        terms.created(),
        terms.currency(),
        terms.taxIncluded(),
        terms.rates(items),
        terms.grace(),
        fleet.upstream().ackKey().publicKey(),
        items);
  }

  private Optional<Last> last() throws IOException {
    if (!Files.exists(record)) {
      return Optional.empty();
    }
    Fields fields = Json.object(Files.readAllBytes(record), record.toString());
    return Optional.of(new Last(fields.whole("version"), fields.text("contents")));
  }

  private void remember(Last last) throws IOException {
    String text =
        """
        {"version":%d,"contents":"%s"}
        """
            .formatted(last.version, last.contents);
    WholeFile.writePrivate(record, text.getBytes(StandardCharsets.UTF_8));
  }
}
