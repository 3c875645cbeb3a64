package dev.roadcase.app.shop;

import dev.roadcase.core.pack.Item;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Finds products by words, whatever their case and their accents: in a title, an option or a SKU
 * from anywhere within a word, in a description from the beginning of one. Made once for a pack,
 * out of text that no price and no sale changes, so that one search costs microseconds. Any thread.
 */
public final class SearchIndex {
  /** Words of a query beyond this are not looked for. */
  public static final int WORDS_MAX = 8;

  /** Places of words that are kept, of all descriptions together: 8 MiB. */
  static final int PLACES_MAX = 2 << 20;

  /** Shorter ends of words are not found by themselves. */
  private static final int END_LEAST = 3;

  /** Up to so many letters a prefix has its products ready. */
  private static final int SHORT = 2;

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");

  private final List<List<Item>> products;
  private volatile Lookup lookup;
  private volatile boolean made;

  /** Sorted words, and for each the products in which it is, by their place in the shop. */
  @SuppressWarnings("ArrayRecordComponent") // made once, read by this class alone
  private record Lookup(String[] words, int[][] places, Map<String, BitSet> shorts) {}

  private SearchIndex(List<List<Item>> products) {
    this.products = products;
    this.lookup = new Lookup(new String[0], new int[0][], Map.of());
  }

  /** Over products in the order in which they are shown; made ready with the first search. */
  static SearchIndex over(Collection<List<Item>> products) {
    return new SearchIndex(List.copyOf(products));
  }

  /** The same products at other prices. */
  SearchIndex at(Collection<List<Item>> sameProducts) {
    SearchIndex other = new SearchIndex(List.copyOf(sameProducts));
    if (made) {
      other.lookup = lookup;
      other.made = true;
    }
    return other;
  }

  /** All products, in the order in which they are shown. */
  public List<List<Item>> all() {
    return products;
  }

  /** Makes it ready, unless it is. */
  public void ready() {
    if (!made) {
      synchronized (this) {
        if (!made) {
          lookup = build(products);
          made = true;
        }
      }
    }
  }

  /** Products in which every word of the query occurs, in the order in which they are shown. */
  public List<List<Item>> find(String query) {
    List<String> wanted = words(query);
    if (wanted.isEmpty()) {
      return query.isBlank() ? products : List.of();
    }
    ready();
    Lookup now = lookup;
    BitSet found = null;
    for (String word : wanted.subList(0, Math.min(wanted.size(), WORDS_MAX))) {
      BitSet its = beginningWith(now, word);
      if (found == null) {
        found = (BitSet) its.clone();
      } else {
        found.and(its);
      }
    }
    List<List<Item>> list = new ArrayList<>();
    if (found != null) {
      found.stream().forEach(place -> list.add(products.get(place)));
    }
    return list;
  }

  private static BitSet beginningWith(Lookup lookup, String word) {
    if (word.codePointCount(0, word.length()) <= SHORT) {
      return lookup.shorts().getOrDefault(word, new BitSet());
    }
    int at = Arrays.binarySearch(lookup.words(), word);
    BitSet found = new BitSet();
    for (int i = at < 0 ? -at - 1 : at;
        i < lookup.words().length && lookup.words()[i].startsWith(word);
        i++) {
      for (int place : lookup.places()[i]) {
        found.set(place);
      }
    }
    return found;
  }

  private static Lookup build(List<List<Item>> products) {
    Map<String, Places> byWord = new HashMap<>();
    Map<String, BitSet> shorts = new HashMap<>();
    int kept = 0;
    for (int place = 0; place < products.size(); place++) {
      Set<String> its = new HashSet<>();
      for (Item item : products.get(place)) {
        names(item).forEach(word -> addWithEnds(its, word));
      }
      if (kept < PLACES_MAX) {
        its.addAll(words(products.get(place).getFirst().description()));
      }
      for (String word : its) {
        byWord.computeIfAbsent(word, _ -> new Places()).add(place);
        for (int letters = 1; letters <= SHORT; letters++) {
          int end = word.offsetByCodePoints(0, Math.min(letters, length(word)));
          shorts.computeIfAbsent(word.substring(0, end), _ -> new BitSet()).set(place);
        }
      }
      kept += its.size();
    }
    String[] sorted = byWord.keySet().toArray(String[]::new);
    Arrays.sort(sorted);
    int[][] places = new int[sorted.length][];
    IntStream.range(0, sorted.length).forEach(i -> places[i] = at(byWord, sorted[i]));
    return new Lookup(sorted, places, shorts);
  }

  private static int[] at(Map<String, Places> byWord, String word) {
    Places places = byWord.get(word);
    return places == null ? new int[0] : places.trimmed();
  }

  private static List<String> names(Item item) {
    return words(item.title() + ' ' + String.join(" ", item.options()) + ' ' + item.sku().value());
  }

  private static void addWithEnds(Set<String> to, String word) {
    to.add(word);
    int letters = length(word);
    for (int from = 1; letters - from >= END_LEAST; from++) {
      to.add(word.substring(word.offsetByCodePoints(0, from)));
    }
  }

  private static int length(String word) {
    return word.codePointCount(0, word.length());
  }

  /** The words of a text, folded; scripts that leave no room between words go by the letter. */
  static List<String> words(String text) {
    String plain =
        MARKS
            .matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
            .replaceAll("")
            .toLowerCase(Locale.ROOT);
    List<String> words = new ArrayList<>();
    int begin = -1;
    for (int at = 0; at < plain.length(); ) {
      int letter = plain.codePointAt(at);
      int next = at + Character.charCount(letter);
      boolean alone = standsAlone(letter);
      if (begin >= 0 && (alone || !Character.isLetterOrDigit(letter))) {
        words.add(plain.substring(begin, at));
        begin = -1;
      }
      if (alone) {
        words.add(plain.substring(at, next));
      } else if (begin < 0 && Character.isLetterOrDigit(letter)) {
        begin = at;
      }
      at = next;
    }
    if (begin >= 0) {
      words.add(plain.substring(begin));
    }
    return words;
  }

  private static boolean standsAlone(int letter) {
    if (letter < 0x0E00) {
      return false;
    }
    return switch (Character.UnicodeScript.of(letter)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
      default -> false;
    };
  }

  /** A list of places that only grows. */
  private static final class Places {
    private int[] places = new int[2];
    private int count;

    void add(int place) {
      if (count == places.length) {
        places = Arrays.copyOf(places, count * 2);
      }
      places[count++] = place;
    }

    int[] trimmed() {
      return Arrays.copyOf(places, count);
    }
  }
}
