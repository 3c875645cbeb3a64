package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The log is cut short, or bytes of it are turned, after the box has died.
 *
 * <p>What was never flushed may be lost in any way, and costs no receipt. What was flushed and is
 * damaged afterwards is the disk's fault, and no promise covers it; then the box still tells no
 * lies: it has all receipts up to one, in the order in which they were booked, and none behind it.
 */
@NeedsPowerCuts
class DamageTest {
  private static final int SALES = 30;
  private static final int DAMAGES = 3;

  @Test
  void aTornTailThatWasNeverFlushedCostsNoReceipt() throws Exception {
    try (Market market = new Market("torn-tail", 1)) {
      Till till = market.crowd.till(0);
      market.sell(till, 10);
      market.disk.tell("kill-before-sync journal.db-wal");
      assertThrows(IOException.class, () -> market.sell(till, 1));
      market.box().ended();
      market.disk.heal();

      Path written = market.disk.data();
      Path kept = written.resolveSibling("kept");
      Workshop.copy(written, kept);
      long flushed = Files.size(written.resolveSibling("mirror").resolve("journal.db-wal"));
      long all = Files.size(kept.resolve("journal.db-wal"));
      assertTrue(all > flushed, "nothing was written behind what was flushed");
      Random chance = new Random(Loops.seed());
      for (int i = 0; i < DAMAGES; i++) {
        Workshop.remove(written);
        Workshop.copy(kept, written);
        damage(written, flushed + chance.nextLong(all - flushed), i % 2 == 0);
        market.start();
        market.assertAllKept();
        market.box().kill();
      }
    }
  }

  @Test
  void aDamagedLogKeepsWhatStandsBeforeTheDamageAndNothingBehindIt() throws Exception {
    try (Market market = new Market("damage", 1)) {
      Till till = market.crowd.till(0);
      List<String> receipts = new ArrayList<>();
      try (BoxClient client = market.client()) {
        for (int i = 0; i < SALES; i++) {
          receipts.add(
              till.sellTwiceAtOnce(client, Site.LEMONADE)
                  .getFirst()
                  .body()
                  .path("receipt")
                  .asText());
        }
      }
      market.box().kill();

      Path written = market.disk.data();
      Path kept = written.resolveSibling("kept");
      Workshop.copy(written, kept);
      long all = Files.size(kept.resolve("journal.db-wal"));
      Random chance = new Random(Loops.seed());
      for (int i = 0; i < DAMAGES; i++) {
        Workshop.remove(written);
        Workshop.copy(kept, written);
        // The last third: the first facts of the log are the pairing and the pack.
        damage(written, all - 1 - chance.nextLong(all / 3), i % 2 == 0);
        market.start(Map.of());
        List<Boolean> there = there(market, receipts);
        int first = there.indexOf(false);
        if (first >= 0) {
          assertEquals(-1, there.subList(first, there.size()).indexOf(true), there.toString());
        }
        market.box().kill();
      }
    }
  }

  private static List<Boolean> there(Market market, List<String> receipts) throws Exception {
    List<Boolean> there = new ArrayList<>();
    try (BoxClient client = market.client()) {
      for (String receipt : receipts) {
        int status = client.receipt(receipt).status();
        assertTrue(status == 200 || status == 404, "" + status);
        there.add(status == 200);
      }
    }
    return there;
  }

  private static void damage(Path data, long at, boolean cutShort) throws IOException {
    try (RandomAccessFile log =
        new RandomAccessFile(data.resolve("journal.db-wal").toFile(), "rw")) {
      if (cutShort) {
        log.setLength(at);
      } else {
        log.seek(at);
        int there = log.read();
        log.seek(at);
        log.write(there ^ 0x55);
      }
    }
  }
}
