package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ten thousand connections that say nothing, from as many addresses as they like. */
class IdleCrowdTest {
  private static final int CROWD = 10_000;

  /** From one address, fewer than a box lets it have. */
  private static final int OF_ONE = 500;

  /** For the test's own files. */
  private static final int ROOM = 500;

  /** What they may cost, bytes: 2,048 places at each of two doors, with what TLS needs. */
  private static final long COST = 96L << 20;

  @Test
  void tenThousandWhoSayNothingStopNeitherShopNorSaleNorPanel() throws Exception {
    long files = openFiles();
    assumeTrue(
        files >= CROWD + ROOM,
        "skipped: only " + files + " files may be open at once; ulimit -n " + (CROWD + ROOM));
    Site site = new Site(Workshop.fresh("idle-crowd"));
    Path data = Files.createDirectories(site.folder.resolve("data"));
    Path config = site.config("box", "kit-1", data, "127.0.0.1:0");
    try (BoxProcess box = BoxProcess.start(config, Map.of());
        Crowd crowd = new Crowd(site, 2, 1)) {
      crowd.pair(box, data);
      assertServed(site, box, crowd, data);
      long before = box.residentBytes();
      for (URI door : List.of(box.visitors(), box.https())) {
        List<SocketChannel> idle = new ArrayList<>();
        try {
          for (int i = 0; i < CROWD; i++) {
            idle.add(connect(door.getPort(), i / OF_ONE));
          }
          assertServed(site, box, crowd, data);
          long cost = box.residentBytes() - before;
          System.out.printf("%,d idle at %s: %d MiB more%n", CROWD, door, cost >> 20);
          assertTrue(cost < COST, () -> "they cost " + (cost >> 20) + " MiB");
        } finally {
          for (SocketChannel one : idle) {
            one.close();
          }
        }
      }
      assertServed(site, box, crowd, data);
    }
  }

  private static SocketChannel connect(int port, int address) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.bind(new InetSocketAddress(InetAddress.getByName("127.0.1." + (1 + address)), 0));
    channel.connect(new InetSocketAddress("127.0.0.1", port));
    return channel;
  }

  /** A new visitor sees the shop, a till sells on a new connection, and the crew sees its panel. */
  private static void assertServed(Site site, BoxProcess box, Crowd crowd, Path data)
      throws Exception {
    try (HttpClient local = HttpClient.newHttpClient();
        BoxClient client = new BoxClient(box.https(), site.trust())) {
      assertEquals(200, status(local, HttpRequest.newBuilder(box.visitors())));
      assertEquals(
          200, status(local, HttpRequest.newBuilder(box.visitors().resolve("/catalogue/items"))));
      assertEquals(Till.Turn.SHOWN, crowd.till(0).sell(client, Site.LEMONADE));
      assertEquals(200, client.panel(ticket(local, box, data)));
    }
  }

  private static int status(HttpClient client, HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static String ticket(HttpClient local, BoxProcess box, Path data) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(box.local().resolve("/crew-tickets"))
            .header("Authorization", "Bearer " + box.adminToken(data))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    byte[] answer = local.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    return new ObjectMapper().readTree(answer).path("ticket").asText();
  }

  /** As many as this process, and so the box, may have open. */
  private static long openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : 0;
  }
}
