package dev.roadcase.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A box without upstream, as it is in a field: it may be unplugged between two customers. */
class UnplugTest {
  @TempDir Path folder;

  @Test
  void aBoxThatNeverHadAnUpstreamMayBeUnpluggedAfterASale() throws Exception {
    try (TestSite site = new TestSite(folder).start()) {
      TestSite.TestTill till = site.till();
      assertEquals(201, till.sell(till.sign(till.sale(TestSite.LEMONADE))).status());
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!safe(site) && System.nanoTime() < until) {
        Thread.sleep(100);
      }
      assertTrue(safe(site), "nothing has been sold for long");
    }
  }

  private static boolean safe(TestSite site) throws Exception {
    return site.admin("GET", "/box", "").body().path("unplug").path("yes").asBoolean();
  }
}
