package dev.roadcase.app;

import dev.roadcase.app.assets.AssetStore;
import dev.roadcase.app.assets.NoRoom;
import dev.roadcase.app.box.ApplyOutcome;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.ShopCommand;
import dev.roadcase.app.clock.Clock;
import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.disk.Room;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.systemd.Systemd;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.wire.pack.BadPack;
import dev.roadcase.wire.pack.PackFile;
import dev.roadcase.wire.x509.KitFolder;
import dev.roadcase.wire.x509.NotTrusted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pack that a box starts with. Chosen before anything is changed; taken when the writer runs.
 *
 * @param next the pack of the configuration, if it is another than the one that counts
 * @param refused why it is not taken, while the one before goes on counting
 */
record PackAtStart(
    Optional<Path> file,
    Optional<ShopCommand.ApplyPack> next,
    Optional<String> refused,
    Box box,
    AssetStore assets) {
  private static final Logger LOG = LoggerFactory.getLogger(PackAtStart.class);

  /**
   * Looks at the pack of the configuration. One that cannot be used stops a box that has none; a
   * box that has one goes on selling with it.
   *
   * @throws BadPack what a person has to mend
   */
  static PackAtStart choose(
      BoxConfig config, KitFolder kit, Room room, Clock clock, Box box, AssetStore assets)
      throws IOException {
    Optional<Pack> present = box.catalogue().published();
    Optional<ShopCommand.ApplyPack> next = Optional.empty();
    Optional<String> refused = Optional.empty();
    try {
      if (roomForAPack(config, room)) {
        next = read(config, kit, clock, present);
      }
      if (next.isPresent()) {
        assets.requireRoom(next.get().pack().value());
      }
    } catch (BadPack | NoRoom e) {
      if (present.isEmpty()) {
        throw e;
      }
      LOG.error(
          "the pack of roadcase.toml cannot be used, version {} goes on counting: {}",
          present.get().version(),
          e.getMessage());
      next = Optional.empty();
      refused = Optional.of(String.valueOf(e.getMessage()));
    }
    requireOwnKeysGood(kit, present, next.map(apply -> apply.pack().value()));
    return new PackAtStart(config.pack(), next, refused, box, assets);
  }

  /**
   * A box whose own keys were revoked does not start: whoever has the card has the keys.
   *
   * @throws NotTrusted when they were, by either pack
   */
  private static void requireOwnKeysGood(
      KitFolder kit, Optional<Pack> present, Optional<Pack> next) {
    for (Optional<Pack> pack : List.of(present, next)) {
      pack.map(Pack::revocations)
          .flatMap(list -> kit.making().flatMap(making -> list.of(kit.kit(), making)))
          .ifPresent(entry -> {
            throw new NotTrusted(entry.sentence());
          });
    }
  }

  /** By which upstream's acks are believed; none without a pack. */
  Optional<PublicKey> upstreamKey() {
    return next.map(apply -> apply.pack().value())
        .or(() -> box.catalogue().published())
        .map(Pack::upstreamKey);
  }

  /**
   * A pack's pictures are on the disk before the fact that makes it count; only then those of the
   * packs that no longer count are deleted. Those of the pack that counts are looked after as well:
   * somebody may have moved the journal and forgotten the pictures.
   */
  void take(Writer writer, Systemd manager) throws IOException {
    if (next.isPresent()) {
      ShopCommand.ApplyPack apply = next.get();
      assets.take(file.orElseThrow(), apply.pack().value());
      tell(JournalWing.written(writer.submit(apply), manager));
      assets.show(box.catalogue().packs());
      assets.sweep();
    } else if (refused.isEmpty() && file.isPresent() && writer.room().level() == Room.Level.AMPLE) {
      mend(file.get());
    }
    sayWhatIsMissing();
  }

  /** A hole in a page is no reason not to sell. */
  private void mend(Path packFile) throws IOException {
    Optional<Pack> present = box.catalogue().published();
    try {
      if (present.isPresent()) {
        assets.take(packFile, present.get());
      }
    } catch (BadPack | NoRoom e) {
      LOG.warn("pictures that are missing could not be brought back: {}", e.getMessage());
    }
  }

  /** Whether or not roadcase.toml names a pack: a page with holes is somebody's to mend. */
  private void sayWhatIsMissing() {
    long missing = assets.missing();
    if (missing > 0) {
      LOG.warn(
          "{} of the {} pictures of the shop are not on the disk, and pages show without them. Name"
              + " the show's file by \"pack\" in roadcase.toml and start again: it brings them.",
          missing,
          assets.shown().size());
    }
  }

  /** On a disk that runs out, the pack that counts goes on counting. */
  private static boolean roomForAPack(BoxConfig config, Room room) {
    if (room.level() == Room.Level.AMPLE) {
      return true;
    }
    if (config.pack().isPresent()) {
      LOG.warn("the disk is nearly full: the pack is looked at when the box starts with room");
    }
    return false;
  }

  private static Optional<ShopCommand.ApplyPack> read(
      BoxConfig config, KitFolder kit, Clock clock, Optional<Pack> present) throws IOException {
    if (config.pack().isEmpty()) {
      return Optional.empty();
    }
    Path file = config.pack().get();
    if (!Files.isReadable(file)) {
      throw new BadPack(
          file
              + " cannot be read: build it with `roadcase pack build`, or take \"pack\" out of"
              + " roadcase.toml");
    }
    byte[] bytes = PackFile.head(file);
    if (present.map(Pack::id).equals(Optional.of(PackFile.open(bytes).pack().id()))) {
      LOG.info("the pack is the one that counts already");
      return Optional.empty();
    }
    Now now = clock.now();
    Verified<Pack> pack = PackFile.read(bytes, kit.root(), now.lo(), now.hi());
    if (!pack.value().show().equals(kit.show())) {
      throw new BadPack(
          file
              + " is of the show "
              + pack.value().show()
              + "; this kit's keys are for "
              + kit.show());
    }
    return Optional.of(new ShopCommand.ApplyPack(pack, bytes));
  }

  private void tell(ApplyOutcome outcome) {
    switch (outcome) {
      case ApplyOutcome.Applied(long version, int items) ->
          LOG.info("applied pack version {} with {} items", version, items);
      case ApplyOutcome.Present() -> LOG.info("the pack is the one that counts already");
      case ApplyOutcome.Older(long present) ->
          LOG.warn("the pack is older than version {}, which goes on counting", present);
      case ApplyOutcome.OtherFleet(String ours) ->
          LOG.warn("the pack is another fleet's; this box is of {}", ours);
      case ApplyOutcome.OtherCurrency(String ours) ->
          LOG.warn(
              "the pack is in another currency; the books of {} are in {}",
              box.identity().kit(),
              ours);
    }
  }
}
