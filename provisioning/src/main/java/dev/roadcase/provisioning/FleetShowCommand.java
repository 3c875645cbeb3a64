package dev.roadcase.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.provisioning.fleet.Fleet;
import dev.roadcase.provisioning.fleet.FleetPlan;
import dev.roadcase.provisioning.fleet.Passphrase;
import dev.roadcase.provisioning.fleet.ShowBook;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.x509.Issuer;
import dev.roadcase.wire.x509.NotTrusted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code roadcase fleet show}. */
@Command(
    name = "show",
    description = {
      "Makes another show of a fleet: its key, signed by the root, and its upstream's keys.",
      "Never overwrites."
    })
final class FleetShowCommand implements Callable<Integer> {
  private final Surroundings here;

  @Parameters(paramLabel = "NAME", arity = "1", description = "The show: a-z, 0-9, hyphens.")
  private String show = "";

  @Option(
      names = "--ends",
      paramLabel = "DATE",
      required = true,
      description = "Last day of the show, UTC. Keys count 7 days longer.")
  private @Nullable Instant ends;

  @Mixin private FleetFolderOption fleetFolder = new FleetFolderOption();

  @Option(
      names = "--upstream-name",
      paramLabel = "DNS",
      description = "A name of the upstream's broker, beyond localhost.")
  private List<String> upstreamNames = new ArrayList<>();

  @Option(
      names = "--upstream-ip",
      paramLabel = "IP",
      description = "An address of the upstream's broker, beyond loopback.")
  private List<String> upstreamAddresses = new ArrayList<>();

  @Mixin private PassphraseOption passphrase = new PassphraseOption();

  @Mixin private OutputOptions output = new OutputOptions();

  FleetShowCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() throws IOException {
    Fleet fleet = Fleet.open(fleetFolder.folder());
    if (ends == null) {
      throw new IllegalStateException("picocli requires it");
    }
    ShowBook made =
        fleet.addShow(
            show,
            ends,
            new FleetPlan.Upstream(upstreamNames, upstreamAddresses),
            root(fleet, passphrase, here),
            here.clock().instant(),
            here.chance());
    Path at = fleet.showFolder(show);
    String until = FleetCommand.day(made.issuer().certificate());
    if (output.json()) {
      ObjectNode node = Json.MAPPER.createObjectNode();
      node.put("fleet", fleet.id().value());
      node.put("show", show);
      node.put("folder", at.toString());
      node.put("showKeysEnd", until);
      here.out().println(node);
    } else {
      here.out().println("Show " + show + " of " + fleet.id() + " in " + at);
      here.out().printf("  %-18s %s%n", "show.key", "signs kits and packs, until " + until);
      here.out().printf("  %-18s %s%n", "upstream", "carry this folder to the upstream");
      here.out()
          .println(
              "Next, for each kit: roadcase fleet renew KIT --show "
                  + show
                  + FleetCommand.where(fleetFolder.folder()));
    }
    return Exit.FINE;
  }

  /** The root's key, opened by a passphrase where it has one. */
  static Issuer root(Fleet fleet, PassphraseOption passphrase, Surroundings here)
      throws IOException {
    if (!fleet.rootSealed()) {
      passphrase.requireNone(here, fleet.rootKey());
      return fleet.rootIssuer(Optional.empty());
    }
    try (Passphrase known =
        passphrase
            .known(here)
            .orElseThrow(() ->
                new NotTrusted(
                    "the root key is under a passphrase: --passphrase-file or ROADCASE_PASSPHRASE gives it"))) {
      return fleet.rootIssuer(Optional.of(known));
    }
  }
}
