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

/**
 * {@code roadcase fleet init|show|add|renew|revoke|export}; the last four have classes of their
 * own.
 */
@Command(
    name = "fleet",
    description = "Makes and keeps the keys of a fleet and its shows.",
    synopsisSubcommandLabel = "(init | show | add | renew | revoke | export)",
    footerHeading = "%nExamples:%n",
    footer = {
      "  roadcase fleet init --fleet acme --show saturday",
      "  roadcase fleet add kit-1 --ip 192.168.1.20"
    })
final class FleetCommand {
  private static final Duration DEFAULT_SHOW = Duration.ofDays(30);

  private final Surroundings here;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  FleetCommand(Surroundings here) {
    this.here = here;
  }

  @Command(
      name = "init",
      description =
          "Makes a fleet: its root, its first show, and the keys of its upstream. Never overwrites.",
      footerHeading = "%nExample:%n",
      footer = "  roadcase fleet init --fleet acme --show saturday")
  int init(
      @Mixin FleetFolderOption at,
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
              names = "--no-passphrase",
              description = "Asks for none: the root key lies in the folder as it is.")
          boolean none,
      @Mixin PassphraseOption passphrase,
      @Mixin OutputOptions output)
      throws IOException {
    if (none && passphrase.isFile()) {
      throw new IllegalArgumentException(
          "--no-passphrase and --passphrase-file exclude each other; nothing was made");
    }
    Path folder = at.folder();
    Instant now = here.clock().instant();
    Optional<Passphrase> chosen = none ? Optional.empty() : passphrase.chosen(here);
    Fleet made;
    try {
      made =
          Fleet.init(
              folder,
              new FleetPlan(
                  fleet,
                  show,
                  showEnds == null ? now.plus(DEFAULT_SHOW) : showEnds,
                  chosen,
                  orNone(upstreamNames),
                  orNone(upstreamAddresses)),
              now,
              here.chance());
    } finally {
      chosen.ifPresent(Passphrase::close);
    }
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
      line("fleet.pem", "its certificate: boxes trust what it has signed");
      line("shows/" + show, "signs kits and packs, until " + day(showCertificate));
      line("upstream", "carry this folder to the upstream");
      line("kits", "empty; next: roadcase fleet add KIT" + where(folder));
    }
    if (!made.rootSealed()) {
      here.err()
          .println(
              """
              The root key is NOT under a passphrase: a copy of that file is your fleet.
              Use --passphrase-file or ROADCASE_PASSPHRASE, and keep it offline.\
              """);
    }
    return Exit.FINE;
  }

  @Command(
      name = "add",
      description = "Makes a kit's keys, all that its box needs in one folder. Never overwrites.",
      footerHeading = "%nExample:%n",
      footer = "  roadcase fleet add kit-1 --ip 192.168.1.20")
  int add(
      @Parameters(
              paramLabel = "KIT",
              arity = "1",
              description = "The role that a case plays, such as kit-4.")
          KitId kit,
      @Mixin FleetFolderOption at,
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
      @Option(names = "--show", paramLabel = "NAME", description = "Which show, if it has several.")
          @Nullable String show,
      @Mixin OutputOptions output)
      throws IOException {
    Fleet fleet = Fleet.open(at.folder());
    Instant now = here.clock().instant();
    KitFolder made =
        show == null
            ? fleet.addKit(kit, orNone(names), orNone(addresses), now, here.chance())
            : fleet.addKit(
                kit, orNone(names), orNone(addresses), fleet.book(show), now, here.chance());
    X509Certificate own = made.chain().getFirst();
    if (output.json()) {
      ObjectNode node = Json.MAPPER.createObjectNode();
      node.put("fleet", made.fleet().value());
      node.put("kit", kit.value());
      node.put("show", made.show());
      made.making().ifPresent(making -> node.put("making", making.value()));
      node.put("folder", made.folder().toString());
      node.put("keysEnd", day(own));
      here.out().println(node);
    } else {
      here.out().println("Kit " + kit + " of " + made.fleet() + " in " + made.folder());
      line("kit.key", "its private key: stays in this folder and on its box");
      line("kit.pem", "its certificate and the show's, until " + day(own));
      line("fleet.pem", "the root that it trusts");
      made.making().ifPresent(making -> line("making", making.value()));
    }
    return Exit.FINE;
  }

  private void line(String name, String what) {
    here.out().printf("  %-18s %s%n", name, what);
  }

  static String where(Path folder) {
    return folder.equals(Path.of("fleet")) ? "" : " --fleet-dir " + folder;
  }

  static String day(X509Certificate certificate) {
    return LocalDate.ofInstant(certificate.getNotAfter().toInstant(), ZoneOffset.UTC).toString();
  }

  static List<String> orNone(@Nullable List<String> given) {
    return given == null ? List.of() : given;
  }

  /** The verb with its own verbs below it. */
  static CommandLine commandLine(Surroundings here) {
    CommandLine fleet = new CommandLine(new FleetCommand(here));
    fleet.addSubcommand(new FleetShowCommand(here));
    fleet.addSubcommand(new FleetRenewCommand(here));
    fleet.addSubcommand(new FleetRevokeCommand(here));
    fleet.addSubcommand(new FleetExportCommand(here));
    return fleet;
  }
}
