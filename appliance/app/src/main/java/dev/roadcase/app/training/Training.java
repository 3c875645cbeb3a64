package dev.roadcase.app.training;

import dev.roadcase.app.Appliance;
import dev.roadcase.app.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Starts a box on keys made up for the moment, lets tills and visitors at it, stops it. */
public final class Training {
  private static final int TILLS = 4;
  private static final int SALES_EACH = 400;

  private Training() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("roadcase-training");
    try {
      rehearse(new MadeUpShow(folder));
    } finally {
      delete(folder);
    }
    // Netty's and the client's threads are daemons or idle: what was to be seen has been seen.
    System.exit(0);
  }

  private static void rehearse(MadeUpShow show) throws Exception {
    Appliance box =
        Appliance.start(
            ConfigFile.read(show.config()),
            failure -> {
              throw failure;
            });
    try (Customers customers = new Customers(show, box.ports())) {
      customers.enterThePanel();
      List<Customers.Till> tills = customers.pair(TILLS);
      for (int round = 0; round < SALES_EACH / 50; round++) {
        customers.look();
        customers.sell(tills, 50);
      }
      customers.changeAPrice();
      customers.lookAtTheBox();
    } finally {
      box.stop();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
