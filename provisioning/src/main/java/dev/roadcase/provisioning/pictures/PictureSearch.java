package dev.roadcase.provisioning.pictures;

import dev.roadcase.core.pack.Item;
import dev.roadcase.provisioning.catalogue.Note;
import dev.roadcase.provisioning.catalogue.Reading;
import dev.roadcase.provisioning.catalogue.Shot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which files the items of a catalogue show, and what is to be told of that. */
final class PictureSearch {
  private final ImageFolder folder;
  private final NamedPictures named;
  private final Set<String> missing = new LinkedHashSet<>();
  private final Set<String> unclear = new LinkedHashSet<>();
  private final Set<String> alike = new LinkedHashSet<>();

  /** A photograph of an item, and words for it. */
  record Hung(Path file, String alt) {}

  /**
   * Begins.
   *
   * @param shots all that the export names, of all items
   */
  PictureSearch(ImageFolder folder, Collection<List<Shot>> shots) throws IOException {
    this.folder = folder;
    this.named =
        new NamedPictures(
            folder,
            shots.stream()
                .flatMap(all -> joined(folder, all).stream())
                .map(Shot::name)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  List<String> missing() {
    return List.copyOf(missing);
  }

  List<String> unclear() {
    return List.copyOf(unclear);
  }

  /** That some were found by another name than their own. */
  Optional<Note> note() {
    return alike.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Note.of(
                "picture-alike",
                "Found in another size or kind of file than is named",
                "picture",
                List.copyOf(alike)));
  }

  /**
   * What the export names, else what bears the item's SKU or its product's handle.
   *
   * @param taken all handles and SKUs
   */
  List<Hung> of(Item item, List<Shot> shots, Predicate<String> taken) throws IOException {
    Map<Path, Hung> found = new LinkedHashMap<>();
    for (Shot shot : joined(folder, shots)) {
      String alt = Reading.clean(shot.alt().isBlank() ? item.title() : shot.alt());
      file(shot.name()).ifPresent(file -> found.putIfAbsent(file, new Hung(file, alt)));
    }
    return found.isEmpty() ? unnamed(item, taken) : List.copyOf(found.values());
  }

  private Optional<Path> file(String name) {
    return switch (named.of(name)) {
      case NamedPictures.Meant.One(Path file, boolean isAlike) -> {
        if (isAlike) {
          alike.add(ImageName.of(name).name() + " (" + file.getFileName() + ")");
        }
        yield Optional.of(file);
      }
      case NamedPictures.Meant.None() -> {
        missing.add(ImageName.of(name).name());
        yield Optional.empty();
      }
      case NamedPictures.Meant.Unclear(String why) -> {
        unclear.add(why);
        yield Optional.empty();
      }
    };
  }

  private List<Hung> unnamed(Item item, Predicate<String> taken) throws IOException {
    Map<Path, Hung> found = new LinkedHashMap<>();
    for (String word : List.of(item.sku().value(), item.product())) {
      for (List<ImageFolder.Photo> photos : folder.named(word, taken)) {
        Optional<Path> file = first(photos);
        if (found.size() < Reading.SHOTS_MAX) {
          file.ifPresent(path -> found.putIfAbsent(path, new Hung(path, item.title())));
        }
      }
    }
    return List.copyOf(found.values());
  }

  /** Of several with one name the first, where they stand together or are the same. */
  private Optional<Path> first(List<ImageFolder.Photo> photos) throws IOException {
    int root = photos.stream().mapToInt(ImageFolder.Photo::root).min().orElse(0);
    List<ImageFolder.Photo> near = photos.stream().filter(p -> p.root() == root).toList();
    long folders = near.stream().map(p -> p.name().folders()).distinct().count();
    if (folders > 1 && !NamedPictures.same(near)) {
      unclear.add(NamedPictures.severalTimes(near.getFirst().name().cased(), near));
      return Optional.empty();
    }
    return Optional.of(near.getFirst().file());
  }

  /** A name with a comma in it stands in two parts; where a file has the whole, it is one. */
  private static List<Shot> joined(ImageFolder folder, List<Shot> shots) {
    List<Shot> joined = new ArrayList<>();
    int i = 0;
    while (i < shots.size()) {
      Shot shot = shots.get(i);
      Optional<String> whole =
          i + 1 < shots.size()
              ? whole(folder, shot.name(), shots.get(i + 1).name())
              : Optional.empty();
      joined.add(whole.map(name -> new Shot(name, shot.alt())).orElse(shot));
      i += whole.isPresent() ? 2 : 1;
    }
    return joined;
  }

  private static Optional<String> whole(ImageFolder folder, String before, String behind) {
    return isThere(folder, before)
        ? Optional.empty()
        : Stream.of(before + ", " + behind, before + "," + behind)
            .filter(name -> isThere(folder, name))
            .findFirst();
  }

  private static boolean isThere(ImageFolder folder, String name) {
    return !folder.exactly(ImageName.of(name)).isEmpty();
  }
}
