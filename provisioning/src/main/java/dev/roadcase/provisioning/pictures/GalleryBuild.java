package dev.roadcase.provisioning.pictures;

import dev.roadcase.core.pack.AssetId;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Looks;
import dev.roadcase.core.pack.Picture;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Theme;
import dev.roadcase.provisioning.catalogue.Note;
import dev.roadcase.provisioning.catalogue.Shot;
import dev.roadcase.provisioning.pictures.PictureSearch.Hung;
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

  /**
   * Makes the gallery of a catalogue.
   *
   * @param shots what the export names
   * @param theme its look; its logo, where there is one, is rendered too
   */
  public Gallery of(List<Item> items, Map<Sku, List<Shot>> shots, Optional<ThemeFile> theme)
      throws IOException {
    Set<String> taken = new HashSet<>();
    for (Item item : items) {
      taken.add(ImageName.normal(item.product()));
      taken.add(ImageName.normal(item.sku().value()));
    }
    PictureSearch search = new PictureSearch(folder, shots.values());
    Map<Sku, List<Hung>> hung = new LinkedHashMap<>();
    for (Item item : items) {
      hung.put(
          item.sku(), search.of(item, shots.getOrDefault(item.sku(), List.of()), taken::contains));
    }
    Set<Path> files = new LinkedHashSet<>();
    theme.flatMap(ThemeFile::logo).ifPresent(files::add);
    hung.values().forEach(all -> all.forEach(one -> files.add(one.file())));
    Map<Path, Outcome> outcomes = rendered(List.copyOf(files));
    return gallery(items, hung, theme, search, outcomes);
  }

  private Gallery gallery(
      List<Item> items,
      Map<Sku, List<Hung>> hung,
      Optional<ThemeFile> theme,
      PictureSearch search,
      Map<Path, Outcome> outcomes)
      throws IOException {
    Map<AssetId, Picture> pictures = new LinkedHashMap<>();
    Set<String> otherWords = new LinkedHashSet<>();
    Optional<AssetId> logo = Optional.empty();
    if (theme.isPresent() && theme.get().logo().isPresent()) {
      Path file = theme.get().logo().get();
      switch (outcomes.get(file)) {
        case Outcome.Rendered rendered -> {
          pictures.put(rendered.source, picture(rendered, theme.get().name()));
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
        if (outcomes.get(one.file()) instanceof Outcome.Rendered rendered) {
          if (!put(pictures, rendered, one.alt())) {
            otherWords.add(String.valueOf(one.file().getFileName()));
          }
          ids.add(rendered.source);
        }
      }
      shown.add(Gallery.showing(item, List.copyOf(ids)));
    }
    Looks looks =
        new Looks(
            theme.isPresent() ? ThemeFile.theme(theme.get(), logo) : Theme.plain(show), pictures);
    List<Note> notes = new ArrayList<>(notes(shown, outcomes));
    search.note().ifPresent(notes::add);
    if (!otherWords.isEmpty()) {
      notes.add(
          Note.of(
              "picture-words",
              "Shown with the words of its first item, which another describes otherwise",
              "picture",
              List.copyOf(otherWords)));
    }
    return new Gallery(
        shown,
        Optional.of(looks),
        cache,
        search.missing(),
        search.unclear(),
        refused(outcomes),
        notes);
  }

  /** Whether its words are those that it has already. */
  private static boolean put(
      Map<AssetId, Picture> pictures, Outcome.Rendered rendered, String alt) {
    Picture made = picture(rendered, alt);
    Picture before = pictures.putIfAbsent(rendered.source, made);
    return before == null || before.equals(made);
  }

  private static Picture picture(Outcome.Rendered rendered, String alt) {
    String words = alt.length() > 1_000 ? alt.substring(0, 1_000) : alt;
    return new Picture(rendered.source, words, rendered.kept.renditions());
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
      notes.add(Note.of("still", "Shown as a still, its first frame", "animated picture", moved));
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
