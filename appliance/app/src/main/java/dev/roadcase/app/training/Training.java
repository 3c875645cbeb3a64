package dev.roadcase.app.training;

import dev.roadcase.app.http.Doors;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Starts a box on keys made up for the moment, lets tills and visitors at it, stops it. The box is
 * a process of its own: what its customers load is no part of what it learns.
 */
public final class Training {
  private static final int TILLS = 4;
  private static final int SALES_EACH = 400;

  /** What a service manager or a build gives its own children, and not this one. */
  private static final List<String> NOT_FOR_THE_BOX =
      List.of("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "JOURNAL_STREAM");

  private Training() {}

  /**
   * Runs the training.
   *
   * @param args what starts a box, up to its verb
   */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("roadcase-training");
    try {
      SecureRandom chance = new SecureRandom();
      rehearse(new MadeUpShow(folder, chance), List.of(args), chance);
    } finally {
      delete(folder);
    }
    // The client's threads are daemons or idle: what was to be seen has been seen.
    System.exit(0);
  }

  private static void rehearse(MadeUpShow show, List<String> command, SecureRandom chance)
      throws Exception {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of("box", "--config", show.config().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().removeAll(NOT_FOR_THE_BOX);
    Process box = builder.start();
    try (Standstill standstill = new Standstill(box.toHandle());
        BufferedReader said = box.inputReader();
        Customers customers = new Customers(show, ports(said, standstill), standstill, chance)) {
      customers.enterThePanel();
      List<Customers.Till> tills = customers.pair(TILLS);
      for (int round = 0; round < SALES_EACH / 50; round++) {
        customers.look();
        customers.sell(tills, 50);
      }
      customers.lookByHttp2();
      customers.changeAPrice();
      customers.lookAtTheBox();
      // Not Process.destroy, which would close what we go on reading.
      box.toHandle().destroy();
      said.lines().forEach(System.out::println);
      // Stopped, it still has to write the cache: on a slow board that takes minutes.
      if (box.waitFor() != 0) {
        throw new IOException("the box did not end in good order");
      }
    } finally {
      box.destroyForcibly().waitFor();
    }
  }

  /** From what a box says when it is up: its three doors, a line each, in this order. */
  private static Doors.Ports ports(BufferedReader said, Standstill standstill) throws IOException {
    List<Integer> ports = new ArrayList<>();
    while (ports.size() < 3) {
      String line = said.readLine();
      if (line == null) {
        throw new IOException("the box did not come up");
      }
      standstill.moved();
      if (line.contains("://")) {
        ports.add(Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)));
      }
    }
    return new Doors.Ports(ports.get(0), ports.get(1), ports.get(2));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
