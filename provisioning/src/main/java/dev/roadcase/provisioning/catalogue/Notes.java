package dev.roadcase.provisioning.catalogue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is to be told, gathered by kind. */
public final class Notes {

  /** What can be told, in the order in which it is. */
  public enum Kind {
    NOT_TRACKED("Sold without counting, not tracked in the shop", "item"),
    CONTINUES("Sold without counting, the shop continues selling when out of stock", "item"),
    NO_QUANTITY("Sold without counting, tracked in the shop but without a quantity", "item"),
    OVERSOLD("Stock set to 0, the list has a negative quantity (oversold)", "item"),
    OUT_OF_STOCK("Stock set to 0, out of stock in the shop, which does not count it", "item"),
    STOCK_DISAGREES("Stock set to 0, out of stock in the shop, though it counts some", "item"),
    SHARED_STOCK("Stock shared with its product in the shop, divided evenly here", "item"),
    ROUNDED("Rounded to the decimals of the currency", "price"),
    SALE_PRICE("At its sale price", "item"),
    SALE_NOT_NOW("At its regular price, its sale is not on that day", "item"),
    ANY_OPTION("An option is left open in the shop (\"any\"), and so it is here", "item"),
    SKU_MADE("SKU made from handle and options, the shop has none", "item"),
    SKU_REPLACED("SKU made from handle and options, the shop's stands at another too", "item"),
    UNSEEN("Control characters that nobody sees were dropped", "text"),
    DAMAGED("Letters are damaged, as Ã© for é; export again, as UTF-8", "text"),
    LIKE_A_DATE("Looks like a date that a spreadsheet made of it", "text"),
    LIKE_A_NUMBER("SKU ends in .0, as of a program that took a code for a number", "text"),
    NOT_TAXABLE("Tax class none (0 %), not taxable in the shop", "item"),
    FREE("Costs nothing", "item"),
    PICTURES_LEFT_OUT(
        "Shown by its first " + Reading.SHOTS_MAX + " pictures, the shop has more", "item"),
    SHORTENED("Description cut to " + Reading.DESCRIPTION_MAX + " characters", "product"),
    DRAFT("Left out, a draft", "product"),
    ARCHIVED("Left out, archived", "product"),
    PENDING("Left out, pending review", "product"),
    UNPUBLISHED(
        "Left out, not published on the online store (--unpublished-too takes them)", "product"),
    DISABLED("Left out, a variant that the shop has switched off", "item"),
    NO_PRICE("Left out, without a price the shop does not sell it", "item"),
    GROUPED("Left out, a group of products that are sold singly", "product"),
    EXTERNAL("Left out, sold on another site", "product"),
    OTHER_TYPE("Left out, of a type that a stall does not sell", "product"),
    NO_VARIANTS("Left out, without a variant to sell", "product"),
    GIFT_CARD("Left out, a gift card: its code is issued by the shop", "product");

    private final String text;
    private final String unit;

    Kind(String text, String unit) {
      this.text = text;
      this.unit = unit;
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Map<Kind, List<String>> gathered = new EnumMap<>(Kind.class);

  public void add(Kind kind, String which) {
    gathered.computeIfAbsent(kind, k -> new ArrayList<>()).add(which);
  }

  public List<Note> all() {
    List<Note> all = new ArrayList<>();
    gathered.forEach((kind, which) -> all.add(Note.of(kind.word(), kind.text, kind.unit, which)));
    return all;
  }
}
