package dev.roadcase.provisioning.pictures;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A picture's name, as an export gives it by a URL or a path, and as a file has it.
 *
 * @param folders what stands before the last part, the outermost first, in lower case
 * @param cased the last part as it is spelled
 */
record ImageName(List<String> folders, String cased) {
  private static final Pattern EXTENSION =
      Pattern.compile(
          "\\.(jpe?g|jpe|jfif|png|apng|webp|gif|svgz?|avif|heic|heif|tiff?|bmp|jp2|jxl|ico)$");

  /** What shops put behind a name when they make it smaller: {@code _1200x}, {@code -300x300}. */
  private static final Pattern SIZE =
      Pattern.compile("([_-](\\d{2,4})x(\\d{0,4})|_x(\\d{2,4})|-scaled)(@2x)?(?=\\.[a-z0-9]+$)");

  ImageName {
    folders = List.copyOf(folders);
  }

  /** The name in {@code https://x/files/Caf%C3%A9.JPG?v=1}: {@code Café.JPG} in {@code files}. */
  static ImageName of(String named) {
    String path =
        named
            .strip()
            .replaceFirst("[?#].*$", "")
            .replaceFirst("^[A-Za-z][A-Za-z0-9+.-]+://[^/]*", "");
    List<String> parts = new ArrayList<>();
    for (String part : path.split("[/\\\\]", -1)) {
      parts.add(decoded(part));
    }
    String last = parts.removeLast();
    return new ImageName(
        parts.stream().filter(part -> !part.isEmpty()).map(ImageName::normal).toList(),
        Normalizer.normalize(last, Normalizer.Form.NFC));
  }

  /** The name of a file, by its path below the folder that was given. */
  static ImageName of(Path below) {
    List<String> parts = new ArrayList<>();
    below.forEach(part -> parts.add(part.toString()));
    String last = parts.removeLast();
    return new ImageName(
        parts.stream().map(ImageName::normal).toList(),
        Normalizer.normalize(last, Normalizer.Form.NFC));
  }

  static boolean isAnImage(Path file) {
    return EXTENSION.matcher(normal(String.valueOf(file.getFileName()))).find();
  }

  private static String decoded(String part) {
    try {
      // In a path a plus is a plus; only a form's query means a space by it.
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // A per cent sign that encodes nothing is itself.
      return part;
    }
  }

  /** {@code café.jpg}: names differ in case between shop and disk. */
  String name() {
    return normal(cased);
  }

  /** Without what a shop put behind it for a smaller size. */
  String original() {
    return SIZE.matcher(name()).replaceFirst("");
  }

  /** Without its extension, too. */
  String stem() {
    return stem(original());
  }

  static String stem(String name) {
    return EXTENSION.matcher(name).replaceFirst("");
  }

  /** How large the size behind its name is; the original is larger than any. */
  int size() {
    Matcher size = SIZE.matcher(name());
    if (!size.find()) {
      return Integer.MAX_VALUE;
    }
    String digits = size.group().replaceAll("@2x", "").replaceAll("\\D+", " ").strip();
    return digits.isEmpty()
        ? Integer.MAX_VALUE - 1
        : Integer.parseInt(digits.replaceFirst(" .*", ""));
  }

  /** How many folders in a row both have right before their names. */
  int common(ImageName other) {
    int common = 0;
    while (common < folders.size()
        && common < other.folders.size()
        && folders.reversed().get(common).equals(other.folders.reversed().get(common))) {
      common++;
    }
    return common;
  }

  /**
   * Where it stands, as far as it tells it from its namesakes: the last folder, or a year and a
   * month, as WordPress has them. A CDN's longer way to the same folder is none.
   */
  String place() {
    int many = folders.size();
    if (many > 1
        && folders.get(many - 2).matches("\\d{4}")
        && folders.getLast().matches("\\d{2}")) {
      return folders.get(many - 2) + "/" + folders.getLast();
    }
    return many == 0 ? "" : folders.getLast();
  }

  /** Macs write é as e and an accent; names differ in case between shop and disk. */
  static String normal(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }
}
