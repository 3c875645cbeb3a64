package dev.roadcase.provisioning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.identity.Making;
import dev.roadcase.core.pack.Revocations;
import dev.roadcase.core.pack.Revocations.Revoked;
import dev.roadcase.core.pack.ShowRevocations;
import dev.roadcase.provisioning.fleet.Fleet;
import dev.roadcase.provisioning.fleet.IssuedKit;
import dev.roadcase.provisioning.fleet.ShowBook;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.x509.NotTrusted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code roadcase fleet revoke}. */
@Command(
    name = "revoke",
    description = {
      "Revokes a kit's keys, for good.",
      "The next pack carries the list to the boxes, `fleet export` to others.",
      "With --whole-show, the show itself, and with it all that it has signed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  roadcase fleet revoke kit-4 --reason 'stolen in Ghent'",
      "  roadcase fleet revoke --list"
    })
final class FleetRevokeCommand implements Callable<Integer> {
  private final Surroundings here;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "KIT", arity = "0..1", description = "The kit.")
  private @Nullable KitId kit;

  @Option(
      names = "--making",
      paramLabel = "HEX",
      description = "Which of its keys (the only ones that count).")
  private @Nullable Making making;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "For people: up to 80 characters. Everybody who has the pack can read it.")
  private String reason = "";

  @Option(
      names = "--whole-show",
      paramLabel = "NAME",
      description = "Not a kit: all of this show, by the root's key. There is no way back.")
  private @Nullable String wholeShow;

  @Option(names = "--list", description = "Names all makings, and which of them are revoked.")
  private boolean list;

  @Option(
      names = "--show",
      paramLabel = "NAME",
      description = "Of this show only (of all shows of the fleet).")
  private @Nullable String show;

  @Mixin private FleetFolderOption fleetFolder = new FleetFolderOption();

  @Mixin private PassphraseOption passphrase = new PassphraseOption();

  @Mixin private OutputOptions output = new OutputOptions();

  FleetRevokeCommand(Surroundings here) {
    this.here = here;
  }

  /** A making, and whether it still counts. */
  private record Entry(ShowBook book, IssuedKit kit, Optional<Revoked> revoked, boolean wholeShow) {
    String standing() {
      if (wholeShow) {
        return "revoked with its whole show";
      }
      return revoked
          .map(said ->
              "revoked " + said.at() + (said.reason().isEmpty() ? "" : ": " + said.reason()))
          .orElse("until " + FleetCommand.day(kit.certificate()));
    }
  }

  @Override
  public Integer call() throws IOException {
    requireOneWish();
    Fleet fleet = Fleet.open(fleetFolder.folder());
    if (wholeShow != null) {
      revokeShow(fleet, wholeShow);
      return Exit.FINE;
    }
    List<Entry> all = entries(fleet);
    if (kit == null) {
      tell(all);
      return Exit.FINE;
    }
    if (passphrase.isFile()) {
      here.err()
          .println("note: --passphrase-file was not used: a kit is revoked by its show's key.");
    }
    Entry entry = chosen(all, kit);
    Optional<Revoked> before = entry.revoked();
    Revocations after =
        entry.book().revoke(kit, entry.kit().making(), reason, here.clock().instant());
    List<Path> told = fleet.tellUpstreams();
    if (output.json()) {
      ObjectNode node = Json.MAPPER.createObjectNode();
      node.put("kit", kit.value());
      node.put("making", entry.kit().making().value());
      node.put("show", after.show());
      node.put("number", after.number());
      node.put("revokedBefore", before.isPresent());
      here.out().println(node);
    } else if (before.isPresent()) {
      here.out()
          .println(
              "Kit %s, making %s: revoked already, on %s."
                  .formatted(kit, entry.kit().making(), before.get().at()));
    } else {
      here.out().println("Kit %s, making %s: revoked.".formatted(kit, entry.kit().making()));
      here.out().println("  list number %d of the show %s".formatted(after.number(), after.show()));
      here.out().println("  next: roadcase pack build, and bring the pack to every box;");
      here.out().println("        roadcase fleet export DIR for others who check certificates");
      tellOf(told);
    }
    return Exit.FINE;
  }

  private void requireOneWish() {
    int wishes = (kit == null ? 0 : 1) + (list ? 1 : 0) + (wholeShow == null ? 0 : 1);
    boolean fits =
        wishes == 1
            && (making == null || kit != null)
            && (reason.isEmpty() || !list)
            && (show == null || wholeShow == null);
    if (!fits) {
      if (spec == null) {
        throw new IllegalStateException("picocli gives it");
      }
      throw TermsOptions.usage(
          spec, "name a kit to revoke, or a show by --whole-show, or ask for the --list");
    }
  }

  private void revokeShow(Fleet fleet, String name) throws IOException {
    // Before the passphrase is asked for: a slip of the pen costs nobody a secret.
    fleet.book(name);
    Optional<ShowRevocations.Revoked> before = fleet.revokedShows().of(name);
    ShowRevocations after =
        fleet.revokeShow(
            name, reason, FleetShowCommand.root(fleet, passphrase, here), here.clock().instant());
    List<Path> told = fleet.tellUpstreams();
    if (output.json()) {
      ObjectNode node = Json.MAPPER.createObjectNode();
      node.put("show", name);
      node.put("number", after.number());
      node.put("revokedBefore", before.isPresent());
      here.out().println(node);
    } else if (before.isPresent()) {
      here.out().println("Show %s: revoked already, on %s.".formatted(name, before.get().at()));
    } else {
      here.out().println("Show %s: revoked, and all that it has signed.".formatted(name));
      here.out().println("  list number %d of the fleet %s".formatted(after.number(), fleet.id()));
      here.out().println("  next: roadcase fleet show, for another one; then for each kit");
      here.out().println("        roadcase fleet renew KIT --show NAME, and its folder to its box");
      here.out().println("        roadcase fleet export DIR for others who check certificates");
      tellOf(told);
    }
  }

  private void tellOf(List<Path> told) {
    for (Path file : told) {
      here.out()
          .println("        %s to that upstream; its broker reads it at once".formatted(file));
    }
  }

  private List<Entry> entries(Fleet fleet) throws IOException {
    List<Entry> all = new ArrayList<>();
    ShowRevocations shows = fleet.revokedShows();
    for (String name : show == null ? fleet.shows() : List.of(show)) {
      ShowBook book = fleet.book(name);
      Revocations revoked = book.revocations();
      for (IssuedKit issued : book.issued()) {
        all.add(
            new Entry(
                book,
                issued,
                revoked.of(issued.kit(), issued.making()),
                shows.of(name).isPresent()));
      }
    }
    return all;
  }

  /** The one that is meant; where two could be, nobody guesses. */
  private Entry chosen(List<Entry> all, KitId of) {
    List<Entry> its = all.stream().filter(entry -> entry.kit().kit().equals(of)).toList();
    if (its.isEmpty()) {
      throw new NotTrusted(
          fleetFolder.folder() + " never made keys for " + of + ", or none with a making");
    }
    if (making != null) {
      return its.stream()
          .filter(entry -> entry.kit().making().equals(making))
          .findFirst()
          .orElseThrow(() ->
              new NotTrusted("%s has no making %s; it has %s".formatted(of, making, makings(its))));
    }
    List<Entry> alive = its.stream().filter(entry -> entry.revoked().isEmpty()).toList();
    if (alive.size() > 1) {
      throw new NotTrusted(
          "%s has %d makings that count, %s, the last one the newest: say which, by --making"
              .formatted(of, alive.size(), makings(alive)));
    }
    return alive.isEmpty() ? its.getLast() : alive.getFirst();
  }

  private static String makings(List<Entry> entries) {
    return String.join(
        ", ", entries.stream().map(entry -> entry.kit().making().value()).sorted().toList());
  }

  private void tell(List<Entry> all) {
    if (output.json()) {
      ArrayNode nodes = Json.MAPPER.createArrayNode();
      for (Entry entry : all) {
        ObjectNode node =
            nodes
                .addObject()
                .put("kit", entry.kit().kit().value())
                .put("making", entry.kit().making().value())
                .put("show", entry.book().show())
                .put("keysEnd", FleetCommand.day(entry.kit().certificate()))
                .put("revoked", entry.revoked().isPresent() || entry.wholeShow())
                .put("wholeShow", entry.wholeShow());
        entry
            .revoked()
            .ifPresent(said -> node.put("reason", said.reason()).put("at", said.at().toString()));
      }
      here.out().println(nodes);
      return;
    }
    if (all.isEmpty()) {
      here.out().println("No kit has keys yet.");
    }
    for (Entry entry : all) {
      here.out()
          .println(
              "%-12s %s  %s  %s"
                  .formatted(
                      entry.kit().kit(),
                      entry.kit().making(),
                      entry.book().show(),
                      entry.standing()));
    }
  }
}
