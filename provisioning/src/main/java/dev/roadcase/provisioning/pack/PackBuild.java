package dev.roadcase.provisioning.pack;

import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Looks;
import dev.roadcase.core.pack.PackId;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.provisioning.fleet.Fleet;
import dev.roadcase.wire.file.WholeFile;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.pack.AssetSource;
import dev.roadcase.wire.pack.PackDraft;
import dev.roadcase.wire.pack.PackFile;
import dev.roadcase.wire.pack.ReadablePack;
import dev.roadcase.wire.x509.Issuer;
import dev.roadcase.wire.x509.Name;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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
  private final String name;
  private final Path record;

  /** Builds for one of the fleet's shows. */
  public PackBuild(Fleet fleet, Issuer show) {
    if (!(show.name() instanceof Name.Show name)) {
      throw new IllegalArgumentException("a pack is built for a show");
    }
    this.fleet = fleet;
    this.show = show;
    this.name = name.show();
    this.record = fleet.showFolder(name.show()).resolve("pack.json");
  }

  /**
   * A signed pack and its number.
   *
   * @param doubtful why a box might not take it, where it might not
   */
  public record Built(ReadablePack pack, Optional<String> doubtful) {}

  private record Last(long version, String contents, Optional<String> currency) {}

  /**
   * What is built: the items, how they look, where the files of that are, and who may do what; when
   * that is absent, what is usual.
   */
  public record Wares(
      List<Item> items, Optional<Looks> looks, AssetSource assets, Optional<Roster> roster) {
    /** With the usual roles. */
    public Wares(List<Item> items, Optional<Looks> looks, AssetSource assets) {
      this(items, looks, assets, Optional.empty());
    }

    /** Text only. */
    public static Wares of(List<Item> items) {
      return new Wares(items, Optional.empty(), id -> InputStream.nullInputStream());
    }
  }

  /** What would be signed, and what was signed last. */
  private record Plan(PackDraft draft, String contents, Optional<Last> last) {}

  /**
   * Signs, without writing anything.
   *
   * @param version the number to give it; when absent, the next, or the last if nothing changed
   * @throws IllegalArgumentException when the items break a rule of packs
   */
  public Built sign(Wares wares, PackTerms terms, OptionalLong version) throws IOException {
    return built(plan(wares, terms, version));
  }

  /** Signs, remembers the number and writes the file: whole, or not at all. */
  public Built write(Wares wares, PackTerms terms, OptionalLong version, Path file)
      throws IOException {
    Plan plan = plan(wares, terms, version);
    Built built = built(plan);
    long number = plan.draft.version();
    // The number first: should the file then fail, a number is lost and none is used twice.
    if (plan.last.map(l -> l.version <= number).orElse(true)) {
      remember(new Last(number, plan.contents, Optional.of(terms.currency().getCurrencyCode())));
    }
    PackFile.write(plan.draft, show, wares.assets(), file);
    return built;
  }

  private Built built(Plan plan) {
    return new Built(
        PackFile.open(PackFile.head(plan.draft, show)),
        plan.last.flatMap(l -> doubt(l, plan.draft.version(), plan.contents)));
  }

  private Plan plan(Wares wares, PackTerms terms, OptionalLong version) throws IOException {
    Optional<Last> last = last();
    String contents = contents(wares, terms);
    long next = last.map(l -> l.contents.equals(contents) ? l.version : l.version + 1).orElse(1L);
    return new Plan(draft(wares, terms, version.orElse(next)), contents, last);
  }

  /** In which currency the show's packs have been so far, ISO 4217. */
  public Optional<String> currency() throws IOException {
    return last().flatMap(Last::currency);
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
  private String contents(Wares wares, PackTerms terms) throws IOException {
    PackTerms undated =
        new PackTerms(
            terms.currency(),
            terms.taxIncluded(),
            terms.standard(),
            terms.taxClasses(),
            terms.grace(),
            Instant.EPOCH);
    PackId id = PackFile.open(PackFile.head(draft(wares, undated, 1), show)).pack().id();
    return id.hex();
  }

  private PackDraft draft(Wares wares, PackTerms terms, long version) throws IOException {
    fleet.requireCounts(name);
    return new PackDraft(
        version,
        terms.created(),
        terms.currency(),
        terms.taxIncluded(),
        terms.rates(wares.items()),
        terms.grace(),
        fleet.upstream(name).ackKey().publicKey(),
        wares.items(),
        wares.looks(),
        wares.roster(),
        Optional.of(fleet.book(name).revocations()).filter(list -> list.number() > 0));
  }

  /**
   * Salts for the PINs of this show's staff: an HMAC by the show's key, so that nobody foresees
   * them and a second build of the same roster gives the same bytes. Of the name, not of the PIN: a
   * salt that told something of the PIN would be quicker to guess by than the hash.
   */
  public RosterFile.Salts salts() {
    return staff -> {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        byte[] key = show.key().scalar().getBytes(StandardCharsets.US_ASCII);
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        Arrays.fill(key, (byte) 0);
        byte[] hash =
            mac.doFinal(("roadcase pin salt 1|" + staff).getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(hash, 16);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
      }
    };
  }

  private Optional<Last> last() throws IOException {
    if (!Files.exists(record)) {
      return Optional.empty();
    }
    Fields fields = Json.object(Files.readAllBytes(record), record.toString());
    return Optional.of(
        new Last(
            fields.whole("version"), fields.text("contents"), fields.optionalText("currency")));
  }

  private void remember(Last last) throws IOException {
    String text =
        """
        {"version":%d,"contents":"%s","currency":"%s"}
        """
            .formatted(last.version, last.contents, last.currency.orElse(""));
    WholeFile.writePrivate(record, text.getBytes(StandardCharsets.UTF_8));
  }
}
