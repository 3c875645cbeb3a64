package dev.roadcase.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.provisioning.fleet.Fleet;
import dev.roadcase.provisioning.fleet.FleetPlan;
import dev.roadcase.provisioning.fleet.Passphrase;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.x509.KitFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code roadcase fleet init|add}. */
@Command(
    name = "fleet",
    description = "Makes and keeps the keys of a fleet and its shows.",
    synopsisSubcommandLabel = "(init | add)")
final class FleetCommand {
  private static final String PASSPHRASE = "ROADCASE_PASSPHRASE";
  private static final Duration DEFAULT_SHOW = Duration.ofDays(30);

  private final Surroundings here;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Says this.")
  boolean help;

  FleetCommand(Surroundings here) {
    this.here = here;
  }

  @Command(
      name = "init",
      description =
          "Makes a fleet: its root, its first show, and the keys of its upstream. Never overwrites.")
  int init(
      @Option(
              names = "--dir",
              paramLabel = "DIR",
              defaultValue = "fleet",
              description = "Where it goes (${DEFAULT-VALUE}).")
          Path folder,
      @Option(
              names = "--fleet",
              paramLabel = "NAME",
              required = true,
              description = "All kits of one operator: a-z, 0-9, hyphens.")
          FleetId fleet,
      @Option(
              names = "--show",
              paramLabel = "NAME",
              required = true,
              description = "Its first show: a-z, 0-9, hyphens.")
          String show,
      @Option(
              names = "--show-ends",
              paramLabel = "DATE",
              description =
                  "Last day of the show, UTC (30 days from now). Keys count 7 days longer.")
          @Nullable Instant showEnds,
      @Option(
              names = "--upstream-name",
              paramLabel = "DNS",
              description = "A name of the upstream's broker, beyond localhost.")
          @Nullable List<String> upstreamNames,
      @Option(
              names = "--upstream-ip",
              paramLabel = "IP",
              description = "An address of the upstream's broker, beyond loopback.")
          @Nullable List<String> upstreamAddresses,
      @Option(
              names = "--passphrase-file",
              paramLabel = "FILE",
              description = "Its first line opens the root key. Or set ROADCASE_PASSPHRASE.")
          @Nullable Path passphraseFile,
      @Mixin OutputOptions output)
      throws IOException {
    Instant now = here.clock().instant();
    Fleet made =
        Fleet.init(
            folder,
            new FleetPlan(
                fleet,
                show,
                showEnds == null ? now.plus(DEFAULT_SHOW) : showEnds,
                passphrase(passphraseFile),
                orNone(upstreamNames),
                orNone(upstreamAddresses)),
            now,
            here.chance());
    X509Certificate showCertificate = made.show(show).certificate();
    if (output.json()) {
      ObjectNode node = Json.MAPPER.createObjectNode();
      node.put("fleet", fleet.value());
      node.put("show", show);
      node.put("folder", folder.toString());
      node.put("rootEnds", day(made.root().certificate()));
      node.put("showKeysEnd", day(showCertificate));
      node.put("rootUnderPassphrase", made.rootSealed());
      here.out().println(node);
    } else {
      here.out().println("Fleet " + fleet + " in " + folder);
      line("root.key", "the root, until " + day(made.root().certificate()));
      line("fleet.pem", "its certificate: whom boxes trust");
      line("shows/" + show, "signs kits and packs, until " + day(showCertificate));
      line("upstream", "carry this folder to the upstream");
      line("kits", "empty; next: roadcase fleet add KIT" + where(folder));
    }
    if (!made.rootSealed()) {
      here.err()
          .println(
              """
              The root key is NOT under a passphrase: whoever reads that file is your fleet.
              Use --passphrase-file or ROADCASE_PASSPHRASE, and keep it offline.\
              """);
    }
    return Exit.FINE;
  }

  @Command(
      name = "add",
      description = "Makes a kit's keys, all that its box needs in one folder. Never overwrites.")
  int add(
      @Parameters(
              paramLabel = "KIT",
              arity = "1",
              description = "The role that a case plays, such as kit-4.")
          KitId kit,
      @Option(
              names = "--dir",
              paramLabel = "DIR",
              defaultValue = "fleet",
              description = "The fleet's folder (${DEFAULT-VALUE}).")
          Path folder,
      @Option(
              names = "--name",
              paramLabel = "DNS",
              description = "A name of the box, beyond KIT.local, KIT and localhost.")
          @Nullable List<String> names,
      @Option(
              names = "--ip",
              paramLabel = "IP",
              description = "An address of the box, beyond loopback.")
          @Nullable List<String> addresses,
      @Mixin OutputOptions output)
      throws IOException {
    KitFolder made =
        Fleet.open(folder)
            .addKit(kit, orNone(names), orNone(addresses), here.clock().instant(), here.chance());
    X509Certificate own = made.chain().getFirst();
    if (output.json()) {
      ObjectNode node = Json.MAPPER.createObjectNode();
      node.put("fleet", made.fleet().value());
      node.put("kit", kit.value());
      node.put("show", made.show());
      node.put("folder", made.folder().toString());
      node.put("keysEnd", day(own));
      here.out().println(node);
    } else {
      here.out().println("Kit " + kit + " of " + made.fleet() + " in " + made.folder());
      line("kit.key", "its private key: stays in this folder and on its box");
      line("kit.pem", "its certificate and the show's, until " + day(own));
      line("fleet.pem", "whom it trusts");
    }
    return Exit.FINE;
  }

  private Optional<Passphrase> passphrase(@Nullable Path file) throws IOException {
    if (file != null) {
      if (!Files.isRegularFile(file)) {
        throw new IllegalArgumentException("there is no passphrase file " + file);
      }
      String text = Files.readString(file, StandardCharsets.UTF_8).lines().findFirst().orElse("");
      if (text.isEmpty()) {
        throw new IllegalArgumentException(file + " has no passphrase in its first line");
      }
      return Optional.of(new Passphrase(text));
    }
    return Optional.ofNullable(here.environment().get(PASSPHRASE))
        .filter(text -> !text.isEmpty())
        .map(Passphrase::new);
  }

  private void line(String name, String what) {
    here.out().printf("  %-18s %s%n", name, what);
  }

  private static String where(Path folder) {
    return folder.equals(Path.of("fleet")) ? "" : " --dir " + folder;
  }

  private static String day(X509Certificate certificate) {
    return LocalDate.ofInstant(certificate.getNotAfter().toInstant(), ZoneOffset.UTC).toString();
  }

  private static List<String> orNone(@Nullable List<String> given) {
    return given == null ? List.of() : given;
  }

  /** The verb with its own verbs below it. */
  static CommandLine commandLine(Surroundings here) {
    return new CommandLine(new FleetCommand(here));
  }
}
