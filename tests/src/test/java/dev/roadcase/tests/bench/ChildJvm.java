package dev.roadcase.tests.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Starts our own mains as processes of their own, on the class path of this one. */
final class ChildJvm {
  /** Logback tells on standard output how it set itself up; our children speak there. */
  private static final String QUIET =
      "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener";

  private final List<String> java = new ArrayList<>();

  private ChildJvm() {}

  /** As {@code ./dev} was told to start us: with the flags that every process of ours has. */
  static ChildJvm likeThis() {
    ChildJvm child = new ChildJvm();
    child.java.add(ProcessHandle.current().info().command().orElse("java"));
    child.java.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    child.java.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return child;
  }

  /**
   * Starts one.
   *
   * @param memory such as {@code -Xmx128m}
   */
  Process start(String memory, Class<?> main, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(java);
    command.addAll(List.of(memory, QUIET, main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
