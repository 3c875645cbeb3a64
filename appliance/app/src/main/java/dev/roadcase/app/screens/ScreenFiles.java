package dev.roadcase.app.screens;

import dev.roadcase.core.fact.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The files that the pages link to: a closed list, read once from the jar. */
public final class ScreenFiles {
  /** Under which the pages look for them. */
  public static final String PATH = "/screens/";

  /**
   * What every page is to be answered with as its {@code Content-Security-Policy}: nothing from any
   * other host, nothing inline.
   */
  public static final String SECURITY_POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
          + " img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private static final String CSS = "text/css; charset=utf-8";
  private static final String JAVASCRIPT = "text/javascript; charset=utf-8";

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("look.css", CSS),
          Map.entry("dark.css", CSS),
          Map.entry("frame.css", CSS),
          Map.entry("crew.css", CSS),
          Map.entry("prices.css", CSS),
          Map.entry("devices.css", CSS),
          Map.entry("help.css", CSS),
          Map.entry("shop.css", CSS),
          Map.entry("live.js", JAVASCRIPT),
          Map.entry("shop.js", JAVASCRIPT),
          Map.entry("print.js", JAVASCRIPT),
          Map.entry("favicon.svg", "image/svg+xml"));

  private static final Map<String, File> FILES = load();

  /**
   * A file as it is served.
   *
   * @param etag with its quotes (RFC 9110, section 8.8.3)
   */
  @SuppressWarnings("ArrayRecordComponent") // written to sockets, compared by nobody
  public record File(byte[] bytes, String type, String etag) {
    /** Part of the content's hash. */
    public String version() {
      return etag.substring(1, 13);
    }
  }

  private ScreenFiles() {}

  /** The file of that name, such as {@code crew.css}. */
  public static Optional<File> find(String name) {
    return Optional.ofNullable(FILES.get(name));
  }

  /** What a page links to: names the file's content, so that it is never asked for again. */
  public static String link(String name) {
    return PATH
        + name
        + "?v="
        + find(name)
            .orElseThrow(() -> new IllegalArgumentException("no file is called " + name))
            .version();
  }

  /** Every file's name. */
  public static Set<String> names() {
    return FILES.keySet();
  }

  private static Map<String, File> load() {
    Map<String, File> files = new HashMap<>();
    TYPES.forEach((name, type) -> {
      byte[] bytes = read(name);
      files.put(name, new File(bytes, type, '"' + Hash.of(bytes).value() + '"'));
    });
    return Map.copyOf(files);
  }

  private static byte[] read(String name) {
    try (InputStream in = ScreenFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("the jar cannot be read", e);
    }
  }
}
