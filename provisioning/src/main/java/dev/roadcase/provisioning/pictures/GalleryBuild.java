package dev.roadcase.provisioning.pictures;

import dev.roadcase.core.pack.AssetId;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Looks;
import dev.roadcase.core.pack.Picture;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Theme;
import dev.roadcase.provisioning.catalogue.Note;
import dev.roadcase.provisioning.catalogue.Reading;
import dev.roadcase.provisioning.catalogue.Shot;
import dev.roadcase.wire.pack.AssetSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/** Finds the photographs of a catalogue, has each rendered once, and hangs them up. */
public final class GalleryBuild {
  static final AssetSource NOTHING =
      id -> {
        throw new FileNotFoundException("a pack of text only has no asset " + id);
      };

  /** At most so many at once: a crew's laptop does other things, too. */
  private static final int AT_ONCE = 2;

  /** What may be decoded at once, megabytes; see {@link Photograph#cost}. */
  private static final int BUDGET = 160;

  private final String show;
  private final ImageFolder folder;
  private final RenditionCache cache;
  private final Progress progress;
  private final Semaphore memory = new Semaphore(BUDGET, true);

  /** Told how many of how many photographs are done. */
  @FunctionalInterface
  public interface Progress {
    void done(int done, int of);
  }

  /**
   * Looks for photographs.
   *
   * @param show whose name the plain look bears
   * @param images where they are, those in the first folders are preferred
   * @param cache where renditions are kept from build to build
   */
  public GalleryBuild(String show, List<Path> images, Path cache, Progress progress)
      throws IOException {
    this.show = show;
    this.folder = ImageFolder.of(images);
    this.cache = new RenditionCache(cache);
    this.progress = progress;
  }

  /** One photograph, and what came of it. */
  private sealed interface Outcome {
    record Rendered(AssetId source, RenditionCache.Kept kept) implements Outcome {}

    record Refused(String why) implements Outcome {}
  }

  /** A photograph of an item, and words for it. */
  private record Hung(Path file, String alt) {}

  /**
   * Makes the gallery of a catalogue.
   *
   * @param shots what the export names
   * @param theme its look; its logo, where there is one, is rendered too
   */
  public Gallery of(List<Item> items, Map<Sku, List<Shot>> shots, Optional<ThemeFile> theme)
      throws IOException {
    Set<String> missing = new LinkedHashSet<>();
    Map<Sku, List<Hung>> hung = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (Item item : items) {
      taken.add(ImageFolder.normal(item.product()));
      taken.add(ImageFolder.normal(item.sku().value()));
    }
    for (Item item : items) {
      hung.put(item.sku(), hung(item, shots.getOrDefault(item.sku(), List.of()), taken, missing));
    }
    Set<Path> files = new LinkedHashSet<>();
    theme.flatMap(ThemeFile::logo).ifPresent(files::add);
    hung.values().forEach(all -> all.forEach(one -> files.add(one.file)));
    Map<Path, Outcome> outcomes = rendered(List.copyOf(files));
    return gallery(items, hung, theme, missing, outcomes);
  }

  /** What the export names, else what bears the item's SKU or its product's handle. */
  private List<Hung> hung(Item item, List<Shot> shots, Set<String> taken, Set<String> missing) {
    Map<Path, Hung> found = new LinkedHashMap<>();
    for (Shot shot : shots) {
      Optional<Path> file = folder.find(shot.name());
      String alt = Reading.clean(shot.alt().isBlank() ? item.title() : shot.alt());
      file.ifPresent(path -> found.putIfAbsent(path, new Hung(path, alt)));
      if (file.isEmpty()) {
        missing.add(ImageFolder.lastSegment(shot.name()));
      }
    }
    if (found.isEmpty()) {
      Stream.of(item.sku().value(), item.product())
          .flatMap(word -> folder.named(word, taken::contains).stream())
          .limit(Reading.SHOTS_MAX)
          .forEach(path -> found.putIfAbsent(path, new Hung(path, item.title())));
    }
    return List.copyOf(found.values());
  }

  private Gallery gallery(
      List<Item> items,
      Map<Sku, List<Hung>> hung,
      Optional<ThemeFile> theme,
      Set<String> missing,
      Map<Path, Outcome> outcomes)
      throws IOException {
    Map<AssetId, Picture> pictures = new LinkedHashMap<>();
    Optional<AssetId> logo = Optional.empty();
    if (theme.isPresent() && theme.get().logo().isPresent()) {
      Path file = theme.get().logo().get();
      switch (outcomes.get(file)) {
        case Outcome.Rendered rendered -> {
          put(pictures, rendered, theme.get().name());
          logo = Optional.of(rendered.source);
        }
        case Outcome.Refused(String why) ->
            throw new IllegalArgumentException("the logo " + file + " " + why);
        case null -> throw new IllegalStateException("every file has an outcome");
      }
    }
    List<Item> shown = new ArrayList<>();
    for (Item item : items) {
      Set<AssetId> ids = new LinkedHashSet<>();
      for (Hung one : hung.getOrDefault(item.sku(), List.of())) {
        if (outcomes.get(one.file) instanceof Outcome.Rendered rendered) {
          put(pictures, rendered, one.alt);
          ids.add(rendered.source);
        }
      }
      shown.add(Gallery.showing(item, List.copyOf(ids)));
    }
    Looks looks =
        new Looks(
            theme.isPresent() ? ThemeFile.theme(theme.get(), logo) : Theme.plain(show), pictures);
    return new Gallery(
        shown,
        Optional.of(looks),
        cache,
        List.copyOf(missing),
        refused(outcomes),
        notes(shown, outcomes));
  }

  private static void put(Map<AssetId, Picture> pictures, Outcome.Rendered rendered, String alt) {
    String words = alt.length() > 1_000 ? alt.substring(0, 1_000) : alt;
    pictures.putIfAbsent(
        rendered.source, new Picture(rendered.source, words, rendered.kept.renditions()));
  }

  private static List<String> refused(Map<Path, Outcome> outcomes) {
    List<String> refused = new ArrayList<>();
    outcomes.forEach((file, outcome) -> {
      if (outcome instanceof Outcome.Refused(String why)) {
        refused.add(file.getFileName() + " " + why);
      }
    });
    return refused;
  }

  private static List<Note> notes(List<Item> items, Map<Path, Outcome> outcomes) {
    List<Note> notes = new ArrayList<>();
    List<String> bare =
        items.stream().filter(i -> i.pictures().isEmpty()).map(i -> i.sku().value()).toList();
    if (!bare.isEmpty()) {
      notes.add(Note.of("no-picture", "Without a picture", "item", bare));
    }
    List<String> moved = new ArrayList<>();
    outcomes.forEach((file, outcome) -> {
      if (outcome instanceof Outcome.Rendered(var source, var kept) && kept.moved()) {
        moved.add(String.valueOf(file.getFileName()));
      }
    });
    if (!moved.isEmpty()) {
      notes.add(Note.of("still", "Shown as a still, its first frame", "animated GIF", moved));
    }
    return notes;
  }

  // Rendering

  private Map<Path, Outcome> rendered(List<Path> files) throws IOException {
    Map<Path, Outcome> outcomes = new LinkedHashMap<>();
    Map<Path, Future<Outcome>> running = new HashMap<>();
    try (ExecutorService two = Executors.newFixedThreadPool(AT_ONCE)) {
      files.forEach(file -> running.put(file, two.submit(() -> outcome(file))));
      for (Path file : files) {
        Future<Outcome> future = running.get(file);
        if (future != null) {
          outcomes.put(file, result(future));
          progress.done(outcomes.size(), files.size());
        }
      }
    }
    return outcomes;
  }

  private static Outcome result(Future<Outcome> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException("rendering does not fail like this", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while rendering pictures", e);
    }
  }

  private Outcome outcome(Path file) throws IOException {
    AssetId source = RenditionCache.hash(file);
    Optional<RenditionCache.Kept> kept = cache.find(source);
    if (kept.isPresent()) {
      return new Outcome.Rendered(source, kept.get());
    }
    try (Photograph photograph = Photograph.open(file)) {
      int cost = Math.min(BUDGET, photograph.cost());
      memory.acquireUninterruptibly(cost);
      try {
        return new Outcome.Rendered(
            source, cache.keep(source, Rendering.of(photograph), photograph.moves()));
      } finally {
        memory.release(cost);
      }
    } catch (BadImage e) {
      return new Outcome.Refused(String.valueOf(e.getMessage()));
    }
  }
}
