package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/**
 * A site with one box on a forgetful disk, its tills, and the checker: what a scripted fault needs.
 */
final class Market implements AutoCloseable {
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  final Site site;
  final ForgetfulDisk disk;
  final Crowd crowd;
  private final OutsideChecker checker;
  private final Path config;
  private BoxProcess box;

  /** A market whose box is up, and whose tills are paired. */
  Market(String name, int tills) throws IOException, InterruptedException {
    Path folder = Workshop.fresh(name);
    site = new Site(folder);
    disk = ForgetfulDisk.in(folder.resolve("disk"));
    config = site.config("box", "kit-1", disk.data(), "127.0.0.1:0");
    crowd = new Crowd(site, tills, 1);
    checker = new OutsideChecker(crowd.files(), site.rights());
    start();
    crowd.pair(box, disk.data());
  }

  BoxProcess box() {
    return box;
  }

  /** Starts a box on the disk as it is. */
  void start() throws IOException, InterruptedException {
    start(disk.environment(ForgetfulDisk.Names.LATE));
  }

  void start(Map<String, String> environment) throws IOException, InterruptedException {
    box = BoxProcess.start(config, environment);
  }

  BoxClient client() {
    return new BoxClient(box.https(), site.trust());
  }

  /** The box dies, and only what was flushed is left. */
  void cutThePower() throws IOException, InterruptedException {
    box.kill();
    disk.cut(ForgetfulDisk.Cut.FORGETS, new Random(1));
  }

  /** One till sells so many lemonades. */
  void sell(Till till, int count) throws IOException, InterruptedException {
    try (BoxClient client = client()) {
      for (int i = 0; i < count; i++) {
        assertEquals(Till.Turn.SHOWN, till.sell(client, Site.LEMONADE));
      }
    }
  }

  /** Each till gives back a part of what it sold, so often together, while others go on asking. */
  void assertRefunds(int count) throws IOException, InterruptedException {
    try (BoxClient client = client()) {
      for (int i = 0; i < count; i++) {
        Till till = crowd.till(i % crowd.size());
        assertTrue(till.refund(client), () -> "a refund was refused: " + till.why());
      }
    }
  }

  /** The box says no to every till, for as long as it takes two looks at the disk. */
  void untilNothingIsSold() throws InterruptedException {
    until(
        "no sale is made",
        () -> {
          int shown = crowd.shown();
          int notNow = crowd.notNow();
          until("each till has asked in vain", () -> crowd.notNow() > notNow + 3 * crowd.size());
          return crowd.shown() == shown;
        });
  }

  void untilTheReserveIs(long bytes) throws InterruptedException {
    until(
        "the reserve is " + bytes, () -> disk.data().resolve("reserve").toFile().length() == bytes);
  }

  /** The box sells again, without a restart. */
  void untilItSells() throws IOException, InterruptedException {
    try (BoxClient client = client()) {
      long start = System.nanoTime();
      while (crowd.till(0).sell(client, Site.LEMONADE) != Till.Turn.SHOWN) {
        if (System.nanoTime() - start > PATIENCE_NANOS) {
          throw new AssertionError("waited in vain until the box sells again");
        }
      }
    }
  }

  /** Asks the box for everything that was ever shown, and for each of it again. */
  OutsideChecker.Findings look() throws IOException, InterruptedException {
    try (BoxClient client = client()) {
      return checker.checkAll(client);
    }
  }

  /** Everything that was ever shown is there, once. */
  void assertAllKept() throws IOException, InterruptedException {
    OutsideChecker.Findings findings = look();
    assertEquals("", String.join("\n", findings.broken()));
  }

  /** Something to wait for. */
  interface Condition {
    boolean holds() throws InterruptedException;
  }

  /** Waits, but not for ever. */
  static void until(String what, Condition done) throws InterruptedException {
    long start = System.nanoTime();
    while (!done.holds()) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new AssertionError("waited in vain until " + what);
      }
      Thread.sleep(2);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    crowd.close();
    box.kill();
  }
}
