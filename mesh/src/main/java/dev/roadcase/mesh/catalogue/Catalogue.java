package dev.roadcase.mesh.catalogue;

import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.FactBody.PackApplied;
import dev.roadcase.core.fact.Machine;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.StagedValue;
import dev.roadcase.core.ledger.PriceList;
import dev.roadcase.core.pack.Pack;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pack that counts, and the one before it while its grace lasts. */
public final class Catalogue implements Machine, PriceList {

  /**
   * Two packs, at most.
   *
   * @param since when {@code present} was applied
   */
  public record Shelf(@Nullable Pack present, @Nullable Pack before, @Nullable Now since) {
    static final Shelf EMPTY = new Shelf(null, null, null);
  }

  private final Mode mode;
  private final StagedValue<Shelf> shelf = new StagedValue<>(Shelf.EMPTY);

  public Catalogue(Mode mode) {
    this.mode = mode;
  }

  @Override
  public Prices at(long packVersion, Now now) {
    Shelf at = shelf.get();
    Pack present = at.present();
    if (present == null) {
      return new Prices.NoPack();
    }
    if (present.version() == packVersion) {
      return new Prices.Valid(present, present);
    }
    Pack before = at.before();
    Now since = at.since();
    if (before != null
        && since != null
        && before.version() == packVersion
        && millisSince(since, now) <= before.grace().toMillis()) {
      return new Prices.Valid(before, present);
    }
    return new Prices.Superseded(present);
  }

  /** The writer's view of the pack that counts. */
  public Optional<Pack> present() {
    return Optional.ofNullable(shelf.get().present());
  }

  /** Any thread's view. */
  public Optional<Pack> published() {
    return Optional.ofNullable(shelf.published().present());
  }

  /** Any thread's view of both: the pack that counts, and the one before it. */
  public List<Pack> packs() {
    Shelf at = shelf.published();
    return Stream.of(at.present(), at.before()).flatMap(pack -> Stream.ofNullable(pack)).toList();
  }

  @Override
  public void apply(Entry entry) {
    if (entry.fact().mode() == mode && entry.fact().body() instanceof PackApplied(Pack pack)) {
      shelf.set(new Shelf(pack, shelf.get().present(), entry.fact().now()));
    }
  }

  @Override
  public void publish() {
    shelf.publish();
  }

  @Override
  public void discard() {
    shelf.discard();
  }

  public Shelf state() {
    return shelf.published();
  }

  public void restore(Shelf state) {
    shelf.set(state);
    shelf.publish();
  }

  /** On the monotonic clock within a boot; over a restart by the best guess at the time. */
  private static long millisSince(Now since, Now now) {
    return since.boot().equals(now.boot())
        ? (now.monotonic() - since.monotonic()) / 1_000_000
        : Math.max(0, now.wall() - since.wall());
  }
}
