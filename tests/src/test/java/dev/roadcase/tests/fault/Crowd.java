package dev.roadcase.tests.fault;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadcase.core.pack.Sku;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The tills of a site, selling at full speed, each in its thread, for as long as the box answers.
 */
final class Crowd implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long NOT_NOW_MILLIS = 50;

  private final Site site;
  private final Path files;
  private final List<Till> tills = new ArrayList<>();
  private final AtomicInteger contested = new AtomicInteger();
  private final AtomicInteger shown = new AtomicInteger();
  private final AtomicInteger notNow = new AtomicInteger();
  private final AtomicReference<String> why = new AtomicReference<>("");

  Crowd(Site site, int count, long seed) throws IOException {
    this.site = site;
    files = Files.createDirectories(site.folder.resolve("tills"));
    for (int i = 1; i <= count; i++) {
      tills.add(new Till(files.resolve("till-" + i + ".jsonl"), seed + i));
    }
  }

  Path files() {
    return files;
  }

  void pair(BoxProcess box, Path data) throws IOException, InterruptedException {
    try (BoxClient client = new BoxClient(box.https(), site.trust());
        HttpClient local = HttpClient.newHttpClient()) {
      for (Till till : tills) {
        HttpRequest request =
            HttpRequest.newBuilder(box.local().resolve("/pairing-codes"))
                .header("Authorization", "Bearer " + box.adminToken(data))
                .POST(HttpRequest.BodyPublishers.ofString("{\"role\":\"till\"}"))
                .build();
        byte[] answer = local.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
        till.pair(client, MAPPER.readTree(answer).path("code").asText());
      }
    }
  }

  /** Receipts that were shown since the crowd came. */
  int shown() {
    return shown.get();
  }

  /** Times that a till was told "not now". */
  int notNow() {
    return notNow.get();
  }

  /** What the last till that was told "not now" was told, and when to come back. */
  String why() {
    return why.get();
  }

  int size() {
    return tills.size();
  }

  List<Till> tills() {
    return List.copyOf(tills);
  }

  Till till(int index) {
    return tills.get(index);
  }

  /** A crowd at work; {@link #stop} it, or wait until the box is dead. */
  final class Selling implements AutoCloseable {
    private final URI https;
    private final double rareShare;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<Throwable> broke = new AtomicReference<>();
    private volatile boolean stopping;

    private Selling(URI https, double rareShare) {
      this.https = https;
      this.rareShare = rareShare;
      for (Till till : tills) {
        threads.add(Thread.ofPlatform().name("till").start(() -> work(till)));
      }
    }

    private void work(Till till) {
      try (BoxClient client = new BoxClient(https, site.trust())) {
        while (!stopping) {
          if (till.taste().nextInt(10) == 0) {
            till.askAgain(client);
          }
          turn(till, client);
        }
      } catch (IOException e) {
        // The box is gone: what has no answer is asked for when it is back.
      } catch (InterruptedException | RuntimeException | AssertionError e) {
        broke.compareAndSet(null, e);
      }
    }

    private void turn(Till till, BoxClient client) throws IOException, InterruptedException {
      int rare = contested.get();
      boolean wantsRare = till.taste().nextDouble() < rareShare && rare < site.counted.size();
      Sku sku = wantsRare ? site.counted.get(rare) : Site.LEMONADE;
      switch (till.sell(client, sku)) {
        case SHOWN -> shown.incrementAndGet();
        case SOLD_OUT -> contested.compareAndSet(rare, rare + 1);
        case NOT_NOW -> {
          why.set(till.why());
          notNow.incrementAndGet();
          Thread.sleep(NOT_NOW_MILLIS);
        }
        case UNKNOWN -> throw new AssertionError("a sale was taken for a refund");
      }
    }

    /** Each till finishes its turn. */
    void stop() throws InterruptedException {
      stopping = true;
      join();
    }

    /** The box is dead, or about to be: waits until every till has seen it. */
    void join() throws InterruptedException {
      for (Thread thread : threads) {
        thread.join();
      }
      if (broke.get() != null) {
        throw new AssertionError("a till broke: " + broke.get(), broke.get());
      }
    }

    @Override
    public void close() throws InterruptedException {
      stop();
    }
  }

  /** Sells whatever; a third of it nearly sold out. */
  Selling sell(BoxProcess box) {
    return new Selling(box.https(), 1 / 3.0);
  }

  /** All fight for the last pieces. */
  Selling fight(BoxProcess box) {
    return new Selling(box.https(), 1);
  }

  @Override
  public void close() throws IOException {
    for (Till till : tills) {
      till.close();
    }
  }
}
