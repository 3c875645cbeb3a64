package dev.roadcase.provisioning.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The script that started this process, as it says in its environment: {@code roadcase} in a
 * checkout, {@code bin/roadcase} in a release.
 *
 * @param command its absolute path, to start siblings with
 * @param typed what a person types to start it
 */
public record Launcher(String command, String typed) {

  /**
   * Reads {@code ROADCASE_COMMAND} and {@code ROADCASE_TYPED}.
   *
   * @throws IOException when this JVM was started by hand
   */
  public static Launcher of(Map<String, String> environment) throws IOException {
    String home = environment.get("ROADCASE_HOME");
    String command = environment.get("ROADCASE_COMMAND");
    if (command == null && home == null) {
      throw new IOException("this verb starts siblings; start it by the script: roadcase …");
    }
    String script = command == null ? Path.of(home, "roadcase").toString() : command;
    return new Launcher(script, environment.getOrDefault("ROADCASE_TYPED", "./roadcase"));
  }
}
