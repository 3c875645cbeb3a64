package dev.roadcase.app.shop;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.box.Box;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The news of the shop window: what changed, gathered while it may wait, written once for all who
 * listen, and kept for a while for those who were away.
 *
 * <p>An event carries what is so now, not by how much it changed: hearing one twice does no harm.
 * Prices and packs are told at once, stock at most every {@link #STOCK_PACE}. An event's id is a
 * place in the journal: whoever has heard everything up to there has seen all that was committed up
 * to there.
 */
public final class Changes {
  /** Stock is told no more often: four times a second for one screen. */
  public static final Duration STOCK_PACE = Duration.ofMillis(250);

  /** News kept for those who come back, and the octets that it may take up. */
  private static final int KEPT = 1024;

  private static final int KEPT_OCTETS = 1 << 20;

  /** What one listener is told at once of what it has missed, octets. */
  private static final int MISSED_OCTETS = 32 << 10;

  /** More items than that in one go: look again, instead of a list as long as the catalogue. */
  private static final int ITEMS_MAX = 200;

  /**
   * One piece of news as it is written to every stream: one or more whole server-sent events.
   *
   * @param after everything up to here had been told before
   * @param upTo everything up to here has been told with it
   */
  @SuppressWarnings("ArrayRecordComponent") // written to sockets, compared by nobody
  public record News(long after, long upTo, byte[] text) {}

  /** Rings when there is something to {@link #gather}. Called on the writer's thread. */
  public interface Bell {
    void ring();
  }

  /**
   * How a product reads on the shop's front, with all its variants.
   *
   * @param price "€25.00", "from €25.00"
   * @param mark "only 3 left", "sold out", or nothing
   * @param gone whether nothing of it may be sold any more
   */
  public record Product(String price, String mark, boolean gone) {}

  /** How goods read on the pages. */
  public interface Labels {
    String price(Item item);

    /** "3 left"; empty when there is nothing to say. */
    String left(Item item);

    /** All variants of one product; at least one. */
    Product product(List<Item> variants);
  }

  private final Box box;
  private final Labels labels;
  private final Set<Sku> prices = new LinkedHashSet<>();
  private final Set<Sku> stock = new LinkedHashSet<>();
  private final Deque<News> kept = new ArrayDeque<>();
  private volatile Bell bell = () -> {};
  private @Nullable Goods goods;
  private boolean pack;
  private int keptOctets;
  private long noticedUpTo;
  private long toldUpTo;

  /** News of {@code box}, from now on. */
  public Changes(Box box, Labels labels) {
    this.box = box;
    this.labels = labels;
    this.noticedUpTo = box.heads().published().position();
    this.toldUpTo = noticedUpTo;
  }

  /** Whom to call when there is news. One. */
  public void connect(Bell to) {
    bell = to;
  }

  /**
   * Notes what one batch changed.
   *
   * @param upTo the last position of the batch
   */
  void committed(Set<Sku> stockOf, Set<Sku> pricesOf, boolean newPack, long upTo) {
    synchronized (this) {
      stock.addAll(stockOf);
      prices.addAll(pricesOf);
      pack |= newPack;
      noticedUpTo = upTo;
    }
    bell.ring();
  }

  /** Whether something waits that is not to be held back. */
  public synchronized boolean urgent() {
    return pack || !prices.isEmpty();
  }

  /** Puts what has changed since into words, once. Nothing when nothing has. */
  public synchronized Optional<News> gather() {
    // Not the journal's end: a batch may be published that nobody has noted here yet.
    long upTo = noticedUpTo;
    Optional<Pack> present = box.catalogue().published();
    List<String> events = new ArrayList<>();
    if (present.isPresent()) {
      if (pack) {
        events.add(event("pack", packJson(present.get())));
      } else if (prices.size() + stock.size() > ITEMS_MAX) {
        events.add(event("resync", "{}"));
      } else {
        items(sorted(present.get()), "price", prices).ifPresent(events::add);
        items(sorted(present.get()), "stock", stock).ifPresent(events::add);
      }
    }
    pack = false;
    prices.clear();
    stock.clear();
    if (events.isEmpty()) {
      return Optional.empty();
    }
    // The id comes with the last of them: who lost the line in between is told all again.
    String last = "id: " + upTo + "\n" + events.removeLast();
    events.add(last);
    News news = new News(toldUpTo, upTo, utf8(String.join("", events)));
    toldUpTo = upTo;
    keep(news);
    return Optional.of(news);
  }

  /** What somebody has missed who has heard everything up to {@code position}. */
  public synchronized Missed missed(long position) {
    if (position > box.heads().published().position()) {
      return new Missed.TooMuch(toldUpTo);
    }
    if (position >= toldUpTo) {
      return new Missed.These(List.of());
    }
    if (kept.isEmpty() || kept.getFirst().after() > position) {
      return new Missed.TooMuch(toldUpTo);
    }
    List<News> missed = kept.stream().filter(news -> news.upTo() > position).toList();
    // All at once into one queue: longer than a catalogue's first page, it is quicker to look
    // again.
    return missed.stream().mapToInt(news -> news.text().length).sum() > MISSED_OCTETS
        ? new Missed.TooMuch(toldUpTo)
        : new Missed.These(missed);
  }

  /** The place up to which everything has been told. */
  public synchronized long toldUpTo() {
    return toldUpTo;
  }

  /** Tells somebody who has missed too much to look at everything again. */
  public static byte[] resync(long position) {
    return utf8("id: " + position + "\n" + event("resync", "{}"));
  }

  /** What was missed. */
  public sealed interface Missed {
    record These(List<News> news) implements Missed {}

    /**
     * It is not kept any more.
     *
     * @param upTo from where on the next news goes on
     */
    record TooMuch(long upTo) implements Missed {}
  }

  private void keep(News news) {
    kept.addLast(news);
    keptOctets += news.text().length;
    while (kept.size() > KEPT || keptOctets > KEPT_OCTETS) {
      keptOctets -= kept.removeFirst().text().length;
    }
  }

  private Optional<String> items(Goods goods, String name, Collection<Sku> skus) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    ArrayNode items = node.putArray("items");
    Set<String> products = new LinkedHashSet<>();
    for (Sku sku : skus) {
      goods
          .pack()
          .item(sku)
          .filter(item -> name.equals("price") || item.stock() instanceof Stock.Tracked)
          .ifPresent(item -> {
            products.add(item.product());
            item(items.addObject(), name, item);
          });
    }
    ArrayNode shown = node.putArray("products");
    for (String product : products) {
      List<Item> variants = goods.products().getOrDefault(product, List.of());
      Product words = labels.product(variants);
      shown
          .addObject()
          .put("product", product)
          .put("price", words.price())
          .put("mark", words.mark())
          .put("gone", words.gone());
    }
    return items.isEmpty() ? Optional.empty() : Optional.of(event(name, Json.text(node)));
  }

  private void item(ObjectNode node, String name, Item item) {
    node.put("sku", item.sku().value());
    if (name.equals("price")) {
      node.put("price", item.price().minor()).put("shown", labels.price(item));
    } else {
      node.put("left", box.rights().published(item.sku()).milli()).put("shown", labels.left(item));
    }
  }

  /** Sorted once for each pack, not for each piece of news. */
  @SuppressWarnings("ReferenceEquality") // a pack that is put there is another one
  private Goods sorted(Pack pack) {
    Goods sorted = goods;
    if (sorted == null || sorted.pack() != pack) {
      sorted = Goods.of(pack);
      goods = sorted;
    }
    return sorted;
  }

  private static String packJson(Pack pack) {
    return Json.text(
        Json.MAPPER.createObjectNode().put("id", pack.id().hex()).put("version", pack.version()));
  }

  /** JSON on one line has no line break of its own: one {@code data} field is enough. */
  private static String event(String name, String data) {
    return "event: " + name + "\ndata: " + data + "\n\n";
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
