package dev.roadcase.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.provisioning.fleet.Fleet;
import dev.roadcase.provisioning.fleet.Renewed;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.x509.KitFolder;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code roadcase fleet renew}. */
@Command(
    name = "renew",
    description = {
      "Makes new keys for a kit under its old name: for a lost card, a stolen box, the next show.",
      "The folder with the old ones is kept beside it. The old keys count until they are revoked."
    })
final class FleetRenewCommand implements Callable<Integer> {
  private final Surroundings here;

  @Parameters(paramLabel = "KIT", arity = "1", description = "The kit.")
  private KitId kit = new KitId("kit");

  @Mixin private FleetFolderOption fleetFolder = new FleetFolderOption();

  @Option(
      names = "--show",
      paramLabel = "NAME",
      description = "For another show (the one that the kit is of).")
  private @Nullable String show;

  @Option(
      names = "--name",
      paramLabel = "DNS",
      description = "A name of the box, beyond the usual (those that the kit has).")
  private @Nullable List<String> names;

  @Option(
      names = "--ip",
      paramLabel = "IP",
      description = "An address of the box, beyond loopback (those that the kit has).")
  private @Nullable List<String> addresses;

  @Mixin private OutputOptions output = new OutputOptions();

  FleetRenewCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() throws IOException {
    Renewed renewed =
        Fleet.open(fleetFolder.folder())
            .renewKit(
                kit,
                Optional.ofNullable(names),
                Optional.ofNullable(addresses),
                Optional.ofNullable(show),
                here.clock().instant(),
                here.chance());
    KitFolder made = renewed.made();
    String until = FleetCommand.day(made.chain().getFirst());
    if (output.json()) {
      ObjectNode node = Json.MAPPER.createObjectNode();
      node.put("fleet", made.fleet().value());
      node.put("kit", kit.value());
      node.put("show", made.show());
      made.making().ifPresent(making -> node.put("making", making.value()));
      renewed.before().ifPresent(making -> node.put("before", making.value()));
      node.put("beforeShow", renewed.beforeShow());
      node.put("folder", made.folder().toString());
      node.put("kept", renewed.kept().toString());
      node.put("keysEnd", until);
      here.out().println(node);
    } else {
      here.out()
          .println("Kit %s of %s, new keys in %s".formatted(kit, made.fleet(), made.folder()));
      made.making()
          .ifPresent(making ->
              here.out()
                  .printf("  making %s of the show %s, until %s%n", making, made.show(), until));
      here.out().println("  the old keys: " + renewed.kept());
    }
    renewed
        .before()
        .ifPresent(making ->
            here.err()
                .println(
                    """
                    The making before, %s, still counts. If its card is lost:
                      roadcase fleet revoke %s --making %s%s\
                    """
                        .formatted(making, kit, making, FleetCommand.where(fleetFolder.folder()))));
    return Exit.FINE;
  }
}
