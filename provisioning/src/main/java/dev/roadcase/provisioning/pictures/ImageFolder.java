package dev.roadcase.provisioning.pictures;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The photographs that there are, to be found by name. Nothing outside of the folders that were
 * given is ever opened, whatever a name says: names are looked up, not resolved.
 */
final class ImageFolder {
  /** Most files that are looked at. */
  static final int FILES_MAX = 100_000;

  private static final int DEPTH_MAX = 6;

  private static final Pattern NUMBERED = Pattern.compile("(?<stem>.+)-(?<number>\\d{1,2})");

  /**
   * A file.
   *
   * @param root the index of the folder that it was found in; those before are preferred
   * @param name with the folders below that one
   */
  record Photo(Path file, int root, ImageName name) {}

  private final Map<String, List<Photo>> byName = new HashMap<>();
  private final Map<String, List<Photo>> byOriginal = new HashMap<>();
  private final Map<String, List<Photo>> byStem = new HashMap<>();
  private final Map<String, TreeMap<Integer, List<Photo>>> numbered = new HashMap<>();

  private ImageFolder() {}

  /** The files of a folder and those below it, then those in the others, which are not entered. */
  static ImageFolder of(List<Path> folders) throws IOException {
    ImageFolder images = new ImageFolder();
    for (int root = 0; root < folders.size(); root++) {
      images.add(folders.get(root), root, root == 0 ? DEPTH_MAX : 1);
    }
    return images;
  }

  private void add(Path folder, int root, int depth) throws IOException {
    List<Path> files = new ArrayList<>();
    // The folder itself may be a link; a link within it might lead anywhere, and is not followed.
    Path real = folder.toRealPath();
    try (Stream<Path> all = Files.walk(real, depth)) {
      all.filter(ImageName::isAnImage)
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .limit(FILES_MAX + 1L)
          .forEach(files::add);
    } catch (UncheckedIOException e) {
      throw new IOException("the folder " + folder + " cannot be read: " + e.getMessage(), e);
    }
    if (files.size() > FILES_MAX) {
      throw new IOException(
          "the folder " + folder + " has more than " + FILES_MAX + " pictures; name a smaller one");
    }
    // Sorted: two files of one name are told apart the same way each time.
    files.sort(Comparator.comparing(Path::toString));
    for (Path file : files) {
      add(new Photo(file, root, ImageName.of(real.relativize(file))));
    }
  }

  private void add(Photo photo) {
    put(byName, photo.name.name(), photo);
    put(byOriginal, photo.name.original(), photo);
    put(byStem, photo.name.stem(), photo);
    String stem = ImageName.stem(photo.name.name());
    numbered
        .computeIfAbsent(stem, s -> new TreeMap<>())
        .computeIfAbsent(1, n -> new ArrayList<>())
        .add(photo);
    Matcher counted = NUMBERED.matcher(stem);
    if (counted.matches()) {
      numbered
          .computeIfAbsent(counted.group("stem"), s -> new TreeMap<>())
          .computeIfAbsent(Integer.parseInt(counted.group("number")), n -> new ArrayList<>())
          .add(photo);
    }
  }

  private static void put(Map<String, List<Photo>> by, String key, Photo photo) {
    by.computeIfAbsent(key, k -> new ArrayList<>(1)).add(photo);
  }

  /** Those that bear a name, or the original's of which that is a smaller size. */
  List<Photo> exactly(ImageName named) {
    List<Photo> exact = byName.getOrDefault(named.name(), List.of());
    return exact.isEmpty() ? byName.getOrDefault(named.original(), List.of()) : exact;
  }

  /** Those that bear it in another size. */
  List<Photo> inAnotherSize(ImageName named) {
    return byOriginal.getOrDefault(named.original(), List.of());
  }

  /** Those that bear it with another extension. */
  List<Photo> ofAnotherKind(ImageName named) {
    return byStem.getOrDefault(named.stem(), List.of());
  }

  /**
   * The files that bear a handle or a SKU: {@code tee.jpg}, {@code tee-2.png}, in that order; under
   * each number all that do.
   *
   * @param taken all handles and SKUs: where one is {@code tee-2}, that file is not the tee's
   *     second
   */
  List<List<Photo>> named(String word, Predicate<String> taken) {
    String own = ImageName.normal(word);
    return numbered.getOrDefault(own, new TreeMap<>()).values().stream()
        .map(photos ->
            photos.stream()
                .filter(photo -> {
                  String stem = ImageName.stem(photo.name.name());
                  return stem.equals(own) || !taken.test(stem);
                })
                .toList())
        .filter(photos -> !photos.isEmpty())
        .toList();
  }
}
