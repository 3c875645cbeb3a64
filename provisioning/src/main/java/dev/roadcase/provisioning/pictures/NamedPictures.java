package dev.roadcase.provisioning.pictures;

import dev.roadcase.core.pack.AssetId;
import dev.roadcase.provisioning.pictures.ImageFolder.Photo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which file each name of an export means. A wrong picture is worse than none, so:
 *
 * <ol>
 *   <li>A file of the very name is taken, or of the original's where the name is that of a smaller
 *       size; of several, the one whose folders agree with the URL's for longest.
 *   <li>Where two URLs of different folders have one file only, it belongs to the one that its
 *       folder agrees with, or to neither.
 *   <li>A file of another size or kind is taken when no other name is that file's own.
 *   <li>What these do not decide is shown by no picture, and told, unless the files are the same.
 * </ol>
 */
final class NamedPictures {
  /** What came of a name. */
  sealed interface Meant {
    /**
     * A file.
     *
     * @param alike whether it is of another size or kind than the name
     */
    record One(Path file, boolean alike) implements Meant {}

    /** None has the name. */
    record None() implements Meant {}

    /** It cannot be told which is meant; why, for people. */
    record Unclear(String why) implements Meant {}
  }

  private final ImageFolder folder;
  private final Map<String, Meant> meant = new HashMap<>();
  private final Set<Path> owned = new HashSet<>();

  /** Decides for all names at once: which of them is a file's own is known only then. */
  NamedPictures(ImageFolder folder, Collection<String> names) throws IOException {
    this.folder = folder;
    Map<String, ImageName> all = new LinkedHashMap<>();
    names.forEach(name -> all.put(name, ImageName.of(name)));
    Map<Path, List<ImageName>> owners = new LinkedHashMap<>();
    Map<String, Photo> exact = new LinkedHashMap<>();
    for (Map.Entry<String, ImageName> entry : all.entrySet()) {
      ImageName name = entry.getValue();
      Choice choice = choice(name, folder.exactly(name));
      if (choice.photo.isPresent()) {
        exact.put(entry.getKey(), choice.photo.get());
        owners.computeIfAbsent(choice.photo.get().file(), f -> new ArrayList<>()).add(name);
      } else if (!choice.why.isEmpty()) {
        meant.put(entry.getKey(), new Meant.Unclear(choice.why));
      }
    }
    exact.forEach((name, photo) -> {
      owned.add(photo.file());
      meant.put(
          name,
          own(
              all.getOrDefault(name, photo.name()),
              photo,
              owners.getOrDefault(photo.file(), List.of())));
    });
    for (Map.Entry<String, ImageName> entry : all.entrySet()) {
      if (!meant.containsKey(entry.getKey())) {
        meant.put(entry.getKey(), alike(entry.getValue()));
      }
    }
  }

  Meant of(String name) {
    return meant.getOrDefault(name, new Meant.None());
  }

  /** One of several, or why none. */
  private record Choice(Optional<Photo> photo, String why) {
    static Choice none(String why) {
      return new Choice(Optional.empty(), why);
    }

    static Choice of(Photo photo) {
      return new Choice(Optional.of(photo), "");
    }
  }

  /** Whether a file that bears the name of several URLs belongs to this one. */
  private static Meant own(ImageName name, Photo photo, List<ImageName> owners) {
    Set<String> places =
        owners.stream()
            .map(ImageName::place)
            .filter(place -> !place.isEmpty())
            .collect(Collectors.toSet());
    int most = owners.stream().mapToInt(photo.name()::common).max().orElse(0);
    long best =
        owners.stream()
            .filter(o -> photo.name().common(o) == most)
            .map(ImageName::place)
            .distinct()
            .count();
    if (places.size() < 2
        || name.place().isEmpty()
        || (photo.name().common(name) == most && best == 1)) {
      return new Meant.One(photo.file(), false);
    }
    return most > 0 && best == 1
        ? new Meant.None()
        : new Meant.Unclear(
            name.cased()
                + " is named in several folders ("
                + String.join(", ", places.stream().sorted().toList())
                + "), and one file has the name");
  }

  private Meant alike(ImageName name) throws IOException {
    for (List<Photo> photos : List.of(folder.inAnotherSize(name), folder.ofAnotherKind(name))) {
      Choice choice =
          choice(name, photos.stream().filter(photo -> !owned.contains(photo.file())).toList());
      if (choice.photo.isPresent()) {
        return new Meant.One(choice.photo.get().file(), true);
      }
      if (!choice.why.isEmpty()) {
        return new Meant.Unclear(choice.why);
      }
    }
    return new Meant.None();
  }

  /** The one whose folders agree for longest; in one folder, the largest size. */
  private static Choice choice(ImageName name, List<Photo> photos) throws IOException {
    if (photos.isEmpty()) {
      return Choice.none("");
    }
    int root = photos.stream().mapToInt(Photo::root).min().orElse(0);
    List<Photo> near = photos.stream().filter(photo -> photo.root() == root).toList();
    int most = near.stream().mapToInt(photo -> photo.name().common(name)).max().orElse(0);
    List<Photo> best = near.stream().filter(p -> p.name().common(name) == most).toList();
    List<Photo> spelled = best.stream().filter(p -> p.name().cased().equals(name.cased())).toList();
    best = spelled.isEmpty() ? best : spelled;
    List<String> folders = best.getFirst().name().folders();
    boolean together = best.stream().allMatch(photo -> photo.name().folders().equals(folders));
    if (together
        && best.stream().map(photo -> photo.name().name()).distinct().count() == best.size()) {
      return Choice.of(
          best.stream()
              .max(
                  Comparator.comparingInt((Photo photo) -> photo.name().size())
                      .thenComparing(photo -> photo.name().cased(), Comparator.reverseOrder()))
              .orElseThrow());
    }
    return same(best) ? Choice.of(best.getFirst()) : Choice.none(severalTimes(name.cased(), best));
  }

  /** That files in several folders have one name, for people. */
  static String severalTimes(String name, List<Photo> photos) {
    return name
        + " is there several times: "
        + photos.stream()
            .map(photo ->
                String.join("/", photo.name().folders())
                    + (photo.name().folders().isEmpty() ? "" : "/")
                    + photo.name().cased())
            .collect(Collectors.joining(", "));
  }

  /** Whether all of them hold the same. */
  static boolean same(List<Photo> photos) throws IOException {
    Set<AssetId> contents = new HashSet<>();
    for (Photo photo : photos) {
      contents.add(RenditionCache.hash(photo.file()));
    }
    return contents.size() == 1;
  }
}
