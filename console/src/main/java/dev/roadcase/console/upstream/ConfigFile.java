package dev.roadcase.console.upstream;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * The options of {@code roadcase upstream} as a TOML file: a table {@code [upstream]} with the
 * names of the options. None of them is a number: each is a string. A relative path in it starts
 * from the file's own folder.
 */
final class ConfigFile {
  private static final List<String> PATHS =
      List.of(
          UpstreamConfig.DATA,
          UpstreamConfig.FLEET_DIR,
          UpstreamConfig.KEY,
          UpstreamConfig.TLS_CERT,
          UpstreamConfig.TLS_KEY,
          UpstreamConfig.TLS_CLIENT_CA,
          UpstreamConfig.TLS_CRL);

  private ConfigFile() {}

  /**
   * Reads the file.
   *
   * @throws Unusable with every problem at once, each with its line
   */
  static Map<String, String> read(Path file) {
    TomlParseResult toml = parsed(file);
    List<String> problems = new ArrayList<>();
    toml.errors().forEach(e -> problems.add(at(file, e.position()) + e.getMessage()));
    for (String name : toml.keySet()) {
      if (!name.equals("upstream")) {
        problems.add(at(file, toml.inputPositionOf(name)) + "there is no table \"" + name + "\"");
      }
    }
    Map<String, String> settings = new LinkedHashMap<>();
    TomlTable table = toml.isTable("upstream") ? toml.getTable("upstream") : null;
    if (table != null) {
      for (String name : table.keySet()) {
        String at = at(file, table.inputPositionOf(name));
        if (!UpstreamConfig.KEYS.contains(name)) {
          problems.add(at + "there is no key \"" + name + "\"; there are " + UpstreamConfig.KEYS);
        } else if (table.get(List.of(name)) instanceof String value) {
          settings.put(name, PATHS.contains(name) ? resolved(file, value) : value);
        } else {
          problems.add(at + "\"" + name + "\" is a string in quotes");
        }
      }
    } else if (problems.isEmpty()) {
      problems.add(file + ": the table [upstream] is missing");
    }
    if (!problems.isEmpty()) {
      throw Unusable.config(String.join("\n", problems));
    }
    return settings;
  }

  private static TomlParseResult parsed(Path file) {
    try {
      return Toml.parse(file);
    } catch (IOException e) {
      throw Unusable.config("the configuration cannot be read: " + e.getMessage());
    }
  }

  private static String resolved(Path file, String value) {
    return file.toAbsolutePath().resolveSibling(value).toString();
  }

  private static String at(Path file, @Nullable TomlPosition position) {
    return file + (position == null ? ": " : ":" + position.line() + ": ");
  }
}
