package dev.roadcase.provisioning.pictures;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
  private static final Pattern EXTENSION =
      Pattern.compile("\\.(jpe?g|jfif|png|webp|gif|svg|avif|heic|tiff?|bmp)$");

  /** What shops put behind a name when they make it smaller: {@code _1200x}, {@code -300x300}. */
  private static final Pattern SIZE =
      Pattern.compile("([_-]\\d{2,4}x\\d{0,4}|_x\\d{2,4}|-scaled)(@2x)?(?=\\.[a-z]+$)");

  private static final Pattern NUMBERED = Pattern.compile("(?<stem>.+)-(?<number>\\d{1,2})");

  private final Map<String, Path> byName = new HashMap<>();
  private final Map<String, Path> byStem = new HashMap<>();
  private final Map<String, TreeMap<Integer, Path>> numbered = new HashMap<>();

  private ImageFolder() {}

  /** The files of a folder and those below it, then those in the others, which are not entered. */
  static ImageFolder of(List<Path> folders) throws IOException {
    ImageFolder images = new ImageFolder();
    for (Path folder : folders) {
      images.add(folder, folder.equals(folders.getFirst()) ? DEPTH_MAX : 1);
    }
    return images;
  }

  private void add(Path folder, int depth) throws IOException {
    List<Path> files = new ArrayList<>();
    // The folder itself may be a link; a link within it might lead anywhere, and is not followed.
    try (Stream<Path> all = Files.walk(folder.toRealPath(), depth)) {
      all.filter(file -> EXTENSION.matcher(name(file)).find())
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
      String name = name(file);
      byName.putIfAbsent(name, file);
      String stem = stem(name);
      byStem.putIfAbsent(stem, file);
      numbered.computeIfAbsent(stem, s -> new TreeMap<>()).putIfAbsent(1, file);
      Matcher counted = NUMBERED.matcher(stem);
      if (counted.matches()) {
        numbered
            .computeIfAbsent(counted.group("stem"), s -> new TreeMap<>())
            .putIfAbsent(Integer.parseInt(counted.group("number")), file);
      }
    }
  }

  /** The file that an export names, by the last part of a URL or of a path. */
  Optional<Path> find(String named) {
    String name = lastSegment(named);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    String original = SIZE.matcher(name).replaceFirst("");
    return Stream.of(
            byName.get(name),
            byName.get(original),
            byStem.get(stem(name)),
            byStem.get(stem(original)))
        .filter(Objects::nonNull)
        .findFirst();
  }

  /**
   * The files that bear a handle or a SKU: {@code tee.jpg}, {@code tee-2.png}, in that order.
   *
   * @param taken all handles and SKUs: where one is {@code tee-2}, that file is not the tee's
   *     second
   */
  List<Path> named(String word, Predicate<String> taken) {
    String own = normal(word);
    return numbered.getOrDefault(own, new TreeMap<>()).values().stream()
        .filter(file -> stem(name(file)).equals(own) || !taken.test(stem(name(file))))
        .toList();
  }

  /** {@code https://x/files/Caf%C3%A9.JPG?v=1} is {@code café.jpg}. */
  static String lastSegment(String named) {
    String path = named.strip().replaceFirst("[?#].*$", "");
    String last = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    try {
      // In a path a plus is a plus; only a form's query means a space by it.
      return normal(URLDecoder.decode(last.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      // A per cent sign that encodes nothing is itself.
      return normal(last);
    }
  }

  private static String name(Path file) {
    Path name = file.getFileName();
    return name == null ? "" : normal(name.toString());
  }

  private static String stem(String name) {
    return EXTENSION.matcher(name).replaceFirst("");
  }

  /** Macs write é as e and an accent; names differ in case between shop and disk. */
  static String normal(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }
}
