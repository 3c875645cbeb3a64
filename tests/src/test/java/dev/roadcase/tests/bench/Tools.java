package dev.roadcase.tests.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of the distribution that a bench is glad of. */
final class Tools {
  private static final List<String> FOLDERS =
      List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin");

  private Tools() {}

  /**
   * Where a program is. As root on Debian, the first package that can be installed is, and its
   * service is not started.
   */
  static Optional<String> find(String program, String... packages)
      throws IOException, InterruptedException {
    Optional<String> found = find(program);
    for (String name : packages) {
      if (found.isEmpty() && "root".equals(System.getProperty("user.name"))) {
        // policy-rc.d is Debian's word for "install it, but start nothing".
        run(
            "sh",
            "-c",
            "command -v apt-get >/dev/null && { f=/usr/sbin/policy-rc.d; mine=;"
                + " [ -e $f ] || { printf '#!/bin/sh\\nexit 101\\n' >$f; chmod +x $f; mine=1; };"
                + " DEBIAN_FRONTEND=noninteractive apt-get -qq -y install"
                + " --no-install-recommends "
                + name
                + "; [ -z \"$mine\" ] || rm -f $f; }");
        found = find(program);
      }
    }
    return found;
  }

  /** What it said, on either stream, when it ended in good order. */
  static Optional<String> run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? Optional.of(said) : Optional.empty();
  }

  private static Optional<String> find(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Stream.of(path.split(":", -1)), FOLDERS.stream())
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
